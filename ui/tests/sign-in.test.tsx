import { cleanup, fireEvent, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { Problem } from "../src/contract";
import { signedIn, signedOut, twoFactor } from "./fixtures";
import { stage } from "./stage";

afterEach(cleanup);

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const wrongPassword: Problem = { code: "wrongPassword", title: "Name or password is wrong", advice: "Check both." };

test("signing in asks with the default gateway, the login and the password", () => {
  const { asked } = stage(signedOut);
  type("User name or e-mail", " ada ");
  type("Password", "correct horse");
  press("Sign in");
  expect(asked).toEqual([
    { type: "signIn", gateway: "https://codexapi.pro", login: "ada", password: "correct horse" },
  ]);
});

test("signing in without a password asks for nothing", () => {
  const { asked } = stage(signedOut);
  type("User name or e-mail", "ada");
  fireEvent.submit(screen.getByLabelText("Password"));
  expect(asked).toEqual([]);
});

test("the address under Gateway is the one that is signed in to", () => {
  const { asked } = stage(signedOut);
  type("Gateway address", "http://127.0.0.1:4000");
  type("User name or e-mail", "ada");
  type("Password", "correct horse");
  press("Sign in");
  expect(asked[0]).toMatchObject({ gateway: "http://127.0.0.1:4000" });
});

test("a wrong password is said once, keeps what was typed and marks the field", async () => {
  stage({ ...signedOut, session: { state: "signedOut", reason: wrongPassword } }, () => wrongPassword);
  type("User name or e-mail", "ada");
  type("Password", "wrong");
  press("Sign in");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("Name or password is wrongCheck both.");
  expect(screen.getAllByText("Name or password is wrong")).toHaveLength(1);
  expect(screen.getByLabelText<HTMLInputElement>("User name or e-mail").value).toBe("ada");
  expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true");
});

test("a gateway address that cannot be used opens its field", async () => {
  stage(signedOut, () => ({ code: "gatewayAddress", title: "This address cannot be used", advice: "Use https." }));
  type("User name or e-mail", "ada");
  type("Password", "correct horse");
  press("Sign in");
  await screen.findByRole("alert");
  expect(screen.getByRole("group").hasAttribute("open")).toBe(true);
});

test("the reason for being signed out is shown calmly", () => {
  const reason: Problem = { code: "tokenRejected", title: "You were signed out", advice: "Sign in again." };
  stage({ ...signedOut, session: { state: "signedOut", reason } });
  expect(screen.getByText("You were signed out")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what was typed stays when a new View arrives", () => {
  const { show } = stage(signedOut);
  type("User name or e-mail", "ada");
  show({ ...signedOut, working: ["refresh"] });
  expect(screen.getByLabelText<HTMLInputElement>("User name or e-mail").value).toBe("ada");
});

test("while the sign-in is under way its button says so", () => {
  stage({ ...signedOut, working: ["signIn"] });
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Signing in…" }).disabled).toBe(true);
});

test("trying the sandbox starts it", () => {
  const { asked } = stage(signedOut);
  press("Try the sandbox");
  expect(asked).toEqual([{ type: "trySandbox" }]);
});

const waiting = { ...signedOut, browser: { url: "https://codexapi.pro/api/v1/auth/google/start?state=1", host: "codexapi.pro", endsInSeconds: 600 } };

test("signing in by the browser asks for the page and opens it once, by itself", () => {
  const { asked, opened, show } = stage(signedOut);
  type("Gateway address", "http://127.0.0.1:4000");
  press("Sign in with Google");
  expect(asked).toEqual([{ type: "signInWithBrowser", gateway: "http://127.0.0.1:4000" }]);
  show(waiting);
  show({ ...waiting, working: ["refresh"] });
  expect(opened).toEqual([waiting.browser.url]);
  expect(screen.queryByLabelText("Password")).toBeNull();
  press("Open the page again");
  expect(opened).toHaveLength(2);
});

test("a page that another program waits for is not opened by itself, and can be waited for no more", () => {
  const { asked, opened } = stage(waiting);
  expect(opened).toEqual([]);
  press("Cancel");
  expect(asked).toEqual([{ type: "cancelSignIn" }]);
});

test("a link that was not followed is said until it is put away", () => {
  const { refuse } = stage(signedOut);
  refuse({ code: "linkRefused", title: "This link was not followed", advice: "Nothing was changed." });
  expect(screen.getByRole("alert").textContent).toContain("This link was not followed");
  press("Close");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the second factor takes six digits and drops the rest", () => {
  const { asked } = stage(twoFactor);
  type("Six-digit code", "12 34-567");
  press("Confirm");
  expect(asked).toEqual([{ type: "answerTwoFactor", code: "123456" }]);
});

test("an incomplete code is not sent", () => {
  const { asked } = stage(twoFactor);
  type("Six-digit code", "123");
  fireEvent.submit(screen.getByLabelText("Six-digit code"));
  expect(asked).toEqual([]);
});

test("the second factor can be left", () => {
  const { asked } = stage(twoFactor);
  press("Cancel");
  expect(asked).toEqual([{ type: "cancelSignIn" }]);
});

test("a locked vault is unlocked with its passphrase before anything else", () => {
  const { asked } = stage({ ...signedOut, vault: "locked" });
  expect(screen.queryByLabelText("Password")).toBeNull();
  type("Passphrase", "open sesame");
  press("Unlock");
  expect(asked).toEqual([{ type: "unlockVault", passphrase: "open sesame" }]);
});

test("a new vault is made only when both passphrases are the same", () => {
  const { asked } = stage({ ...signedOut, vault: "missing" });
  type("Passphrase", "open sesame");
  type("Passphrase again", "open sesam");
  press("Create encrypted file");
  expect(asked).toEqual([]);
  type("Passphrase again", "open sesame");
  press("Create encrypted file");
  expect(asked).toEqual([{ type: "unlockVault", passphrase: "open sesame" }]);
});

test("the last known balance is painted while the vault is still being looked at", () => {
  stage({ ...signedIn, session: { state: "starting" } });
  expect(screen.getByText("$128.46")).toBeTruthy();
});

test("the language and the theme of the View are the document's", async () => {
  stage({ ...signedOut, language: "zh-CN", theme: "dark" });
  await waitFor(() => expect(document.documentElement.lang).toBe("zh-CN"));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(screen.getByRole("button", { name: "试用沙盒" })).toBeTruthy();
});
