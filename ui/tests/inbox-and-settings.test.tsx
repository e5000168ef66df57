import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { sandbox, signedIn } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const lines = () => screen.getAllByRole("heading", { level: 2 }).map((line) => line.textContent);

test("the rail counts what is unread", () => {
  stage(signedIn);
  expect(screen.getByRole("button", { name: "Inbox 1 unread" })).toBeTruthy();
});

test("messages stand newest first and unread ones say so", () => {
  stage(signedIn);
  press(/^Inbox/);
  expect(lines()).toEqual([
    expect.stringMatching(/^Reduced prices this weekendUnreadJun 18, 2026, 9:30.AM$/),
    expect.stringMatching(/^Your receiptJun 17/),
    expect.stringMatching(/^WelcomeJun 1/),
  ]);
});

test("opening an unread message marks it as read, and a read one asks for nothing", () => {
  const { asked } = stage(signedIn);
  press(/^Inbox/);
  press(/^Reduced prices/);
  press(/^Your receipt/);
  expect(asked).toEqual([{ type: "markRead", message: "m3" }]);
  expect(screen.getByText("Titan, $120.00.").closest("[hidden]")).toBeNull();
});

test("a link names its host and opens outside", () => {
  const { opened } = stage(signedIn);
  press(/^Inbox/);
  press(/^Reduced prices/);
  press("Open codexapi.pro");
  expect(opened).toEqual(["https://codexapi.pro/news/reduced"]);
});

test("a body is text, whatever it contains", () => {
  const body = '<img src="x"><b>bold</b>';
  const hostile = { ...signedIn.inbox, messages: signedIn.inbox.messages.map((message) => ({ ...message, body })) };
  stage({ ...signedIn, inbox: hostile });
  press(/^Inbox/);
  press(/^Welcome/);
  expect(screen.getAllByText(body)).toHaveLength(3);
  expect(document.querySelector("main img, main b")).toBeNull();
});

test("an open message stays the same element when a newer one arrives", () => {
  const { show } = stage(signedIn);
  press(/^Inbox/);
  press(/^Welcome/);
  const before = screen.getByText("Good to have you here.");
  const [newest] = signedIn.inbox.messages;
  const arrived = newest ? [{ ...newest, id: "m4", title: "News" }, ...signedIn.inbox.messages] : [];
  show({ ...signedIn, inbox: { ...signedIn.inbox, unread: 2, messages: arrived } });
  expect(lines()[0]).toMatch(/^News/);
  expect(screen.getByText("Good to have you here.")).toBe(before);
  expect(before.closest("[hidden]")).toBeNull();
});

test("an empty inbox says what will appear", () => {
  stage({ ...signedIn, inbox: { unread: 0, known: true, messages: [] } });
  press("Inbox");
  expect(screen.getByRole("heading", { name: "No messages yet" })).toBeTruthy();
});

test("an inbox that was never read does not claim to be empty", () => {
  stage({ ...signedIn, inbox: { unread: 0, known: false, messages: [] } });
  press("Inbox");
  expect(screen.getByText("Not read yet")).toBeTruthy();
  expect(screen.queryByText("No messages yet")).toBeNull();
});

test("language and theme are chosen at once", () => {
  const { asked } = stage(signedIn);
  press("Settings");
  fireEvent.click(screen.getByRole("radio", { name: "简体中文" }));
  fireEvent.click(screen.getByRole("radio", { name: "Dark" }));
  expect(asked).toEqual([
    { type: "chooseLanguage", language: "zh-CN" },
    { type: "chooseTheme", theme: "dark" },
  ]);
});

test("settings show the gateway, where secrets are, and the version", () => {
  stage(signedIn);
  press("Settings");
  for (const text of ["https://codexapi.pro", "In this computer’s keychain", "0.1.0"]) {
    expect(screen.getByText(text)).toBeTruthy();
  }
});

test("signing out names what is left", () => {
  const { asked } = stage(signedIn);
  press("Settings");
  press("Sign out of codexapi.pro");
  expect(asked).toEqual([{ type: "signOut" }]);
});

test("the sandbox is left, not signed out of", () => {
  stage(sandbox);
  press("Settings");
  expect(screen.getByRole("button", { name: "Leave the sandbox" })).toBeTruthy();
});

test("each kind of notification is turned off and on by itself, at once", () => {
  const { asked } = stage({ ...signedIn, notices: { off: ["drift"], quiet: null } });
  press("Settings");
  fireEvent.click(screen.getByRole("checkbox", { name: "A low balance" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Configs that another program changed" }));
  expect(asked).toEqual([
    { type: "chooseNotice", kind: "lowBalance", on: false },
    { type: "chooseNotice", kind: "drift", on: true },
  ]);
});

test("quiet hours are kept when they are saved, and can be ended", () => {
  const { asked, show } = stage(signedIn);
  press("Settings");
  fireEvent.input(screen.getByLabelText("From"), { target: { value: "23:30" } });
  expect(asked).toEqual([]);
  press("Keep quiet");
  const quiet = { from: "23:30", until: "07:00" };
  show({ ...signedIn, notices: { off: [], quiet } });
  expect(screen.getByText("Quiet from 23:30 until 07:00")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save the hours" }).disabled).toBe(true);
  press("No quiet hours");
  expect(asked).toEqual([
    { type: "chooseQuietHours", hours: quiet },
    { type: "chooseQuietHours", hours: null },
  ]);
});

test("hours that cannot be kept are told beside them", async () => {
  stage(signedIn, () => ({ code: "inputUnreadable", title: "“07:00” cannot be used here", advice: "Quiet hours end at another time than they begin." }));
  press("Settings");
  press("Keep quiet");
  const form = screen.getByRole("form", { name: "Quiet hours" });
  expect(await within(form).findByText("“07:00” cannot be used here")).toBeTruthy();
});

const launchBox = () => screen.getByLabelText<HTMLInputElement>("Launch at log-in");

test("launching at log-in is asked for and taken back by one box", () => {
  const { asked, show } = stage(signedIn);
  press("Settings");
  expect(launchBox().checked).toBe(false);
  fireEvent.click(launchBox());
  show({ ...signedIn, autostart: "on" });
  expect(launchBox().checked).toBe(true);
  fireEvent.click(launchBox());
  expect(asked).toEqual([
    { type: "chooseAutostart", on: true },
    { type: "chooseAutostart", on: false },
  ]);
});

test("an entry that leads nowhere is said, and can be written anew", () => {
  const { asked } = stage({ ...signedIn, autostart: "broken" });
  press("Settings");
  expect(screen.getByText("Purser will not start at log-in")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Write the entry anew" }));
  expect(asked).toEqual([{ type: "chooseAutostart", on: true }]);
});

test("where the session cannot start Purser nothing is said of it", () => {
  stage({ ...signedIn, autostart: "unavailable" });
  press("Settings");
  expect(screen.queryByLabelText("Launch at log-in")).toBeNull();
});
