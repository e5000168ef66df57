import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";

import type { BackTestView, PaymentsView, Problem, View } from "../src/contract";
import { signedIn } from "./fixtures";
import { ADDRESS, limits, noPayments, wallet } from "./payments";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const withPayments = (changed: Partial<PaymentsView>): View => ({ ...signedIn, payments: { ...wallet, ...changed } });
/** As a person clicks: what is disabled is not clicked. */
const press = (name: string | RegExp) => void act(() => screen.getByRole("button", { name }).click());
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const open = (section: string | null, changed: Partial<PaymentsView> = {}, answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(withPayments(changed), answer);
  press(/^Payments/);
  if (section) press(section);
  return opened;
};
const payers = (origin: string) => within(screen.getByRole("listitem", { name: origin })).queryAllByRole("radio");
const pay = (asked: Stage["asked"]) => asked.map((command) => (command.type === "pay" ? command.ask : command));

test("without a key it says what one is for, and makes one", () => {
  const { asked } = open(null, noPayments);
  expect(screen.getByRole("heading", { name: "No Pay Wallet yet" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Pause payments" })).toBeNull();
  press("Create key");
  expect(pay(asked)).toEqual([{ type: "createKey" }]);
});

test("an imported key is sent once and is then nowhere on the page", async () => {
  const unreadable: Problem = { code: "keyUnreadable", title: "This is not a key that can be used", advice: "Nothing was kept." };
  const { asked } = open(null, noPayments, () => unreadable);
  press("Import key");
  const field = screen.getByLabelText<HTMLInputElement>("Recovery phrase or private key");
  expect([field.type, field.autocomplete, document.activeElement]).toEqual(["password", "off", field]);
  type("Recovery phrase or private key", "legal winner thank year wave");
  press("Import key");
  press("Importing…");
  expect(pay(asked)).toEqual([{ type: "importKey", secret: "legal winner thank year wave" }]);
  expect((await screen.findByRole("alert")).textContent).toContain(unreadable.title);
  expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["", "true"]);
  expect(document.documentElement.outerHTML).not.toContain("legal winner");
});

test("a wallet shows its address whole, as a code, and to be copied", async () => {
  const write = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: write } });
  open(null);
  const region = within(screen.getByRole("region", { name: "Pay Wallet" }));
  expect(region.getByText("0x8ba1…BA72")).toBeTruthy();
  expect(screen.getByRole("region", { name: "Pay Wallet" }).textContent).toContain(ADDRESS);
  const code = region.getByRole("img", { name: `QR code of ${ADDRESS}` });
  expect(code.querySelector("path")?.getAttribute("d")).toBe(wallet.key?.qr.path);
  fireEvent.click(region.getByRole("button", { name: "Copy the address" }));
  expect(await region.findByText("Copied")).toBeTruthy();
  expect(write).toHaveBeenCalledExactlyOnceWith(ADDRESS);
  vi.unstubAllGlobals();
});

test("where the clipboard is closed, the text is selected", async () => {
  open(null);
  press("Copy the address");
  expect(await screen.findByText("Selected. Copy it with the keyboard.")).toBeTruthy();
  expect(getSelection()?.toString()).toBe(ADDRESS);
});

test("each balance stands with its network, its age, and why it is old", () => {
  const { asked } = open(null);
  const rows = within(screen.getByRole("region", { name: "Balances" })).getAllByRole("listitem");
  expect(rows.map((row) => [row.querySelector(".holding-amount")?.textContent, row.dataset["stale"]])).toEqual([
    ["12.5 USDC.e", "false"],
    ["3.204 USDC", "true"],
    ["1000 pathUSD", "false"],
    ["— USDC", "true"],
  ]);
  expect(rows[1]?.textContent).toContain("1 h ago");
  expect(rows[1]?.textContent).toContain("Base cannot be read");
  expect(rows.filter((row) => row.textContent.includes("Test, worth nothing"))).toHaveLength(2);
  press("Read now");
  expect(pay(asked)).toEqual([{ type: "readBalances" }]);
});

test("a recovery phrase that waits is shown by a terminal, never here", () => {
  open(null, { key: wallet.key && { ...wallet.key, phraseWaits: true } });
  const region = within(screen.getByRole("region", { name: "Write down your recovery phrase" }));
  expect(region.getByText("purser key phrase").tagName).toBe("CODE");
});

test("a key is removed only once its whole address was typed", () => {
  const { asked } = open(null);
  const remove = button("Remove the key of 0x8ba1…BA72");
  type("Type the wallet’s address to confirm", ADDRESS.slice(0, -1));
  expect(remove.disabled).toBe(true);
  type("Type the wallet’s address to confirm", ADDRESS);
  expect(remove.disabled).toBe(false);
  press("Remove the key of 0x8ba1…BA72");
  expect(pay(asked)).toEqual([{ type: "removeKey", address: ADDRESS }]);
});

test("play money is named", () => {
  open(null, { sandbox: true });
  expect(screen.getByRole("heading", { level: 1, name: "Payments Play money" })).toBeTruthy();
});

test("payments are paused and resumed from every part", () => {
  const { asked, show } = open("Ledger");
  press("Pause payments");
  show(withPayments({ paused: true, trouble: { code: "paymentsPaused", title: "Payments are paused", advice: "Resume them." } }));
  expect(screen.getAllByText("Payments are paused")).toHaveLength(1);
  expect(pay(asked)).toEqual([{ type: "pause", paused: true }]);
});

test("resuming is one click away while payments are paused", () => {
  const { asked } = open("Limits", { paused: true });
  press("Resume payments");
  expect(pay(asked)).toEqual([{ type: "pause", paused: false }]);
});

test("limits are tried as typed, and saved as typed", async () => {
  const { asked } = open("Limits");
  expect(button("Limits saved").disabled).toBe(true);
  type("Per payment", "0.25");
  fireEvent.click(screen.getByRole("radio", { name: /^Refuse/ }));
  press("Try on the last 30 days");
  press("Save limits");
  const draft = { ...limits, perPayment: "0.25", unknown: "refuse" };
  expect(pay(asked)).toEqual([
    { type: "backTest", limits: draft },
    { type: "setLimits", limits: draft },
  ]);
});

test("a back-test is shown for the limits that it tried, and for no others", () => {
  const backTest: BackTestView = { limits: { ...limits, perPayment: "0.1" }, days: 30, paid: 212, asked: 3, refused: 1, sentence: "They would have paid 212." };
  open("Limits", { backTest });
  expect(screen.getByText("They would have paid 212.")).toBeTruthy();
  type("Per payment", "0.25");
  expect(screen.queryByText("They would have paid 212.")).toBeNull();
  press("Back to what is saved");
  expect(screen.getByText("They would have paid 212.")).toBeTruthy();
});

test.each(["", "1,50", "-1", "1e3", "0.1234567", "0x10"])("an amount of “%s” is refused at its field", (amount) => {
  const { asked } = open("Limits");
  type("Per day", amount);
  expect(screen.getByLabelText("Per day").getAttribute("aria-invalid")).toBe("true");
  press("Save limits");
  press("Try on the last 30 days");
  expect(asked).toEqual([]);
});

test("what is typed stays when a new View comes", () => {
  const { show } = open("Limits");
  type("Per payment", "0.25");
  show(withPayments({ spentToday: "0.5" }));
  expect(screen.getByLabelText<HTMLInputElement>("Per payment").value).toBe("0.25");
  expect(screen.getByText("0.5 of 5.00 spent today")).toBeTruthy();
});

test("the ledger says in words what became of each payment", () => {
  open("Ledger");
  const states = screen.getAllByRole("heading", { level: 2 }).map((line) => line.querySelector(".chip")?.textContent);
  expect(states).toEqual(["Waits for you", "On its way", "Not known yet", "Paid", "Paid, no answer", "Not paid", "Declined", "Refused", "Not sent"]);
});

test("an open payment shows who was paid and leads to its transaction", () => {
  const { opened } = open("Ledger");
  press(/ Paid Base 0\.001 USDC Jun 18/);
  expect(screen.getByText("It was paid, and the answer came.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy the transaction" })).toBeTruthy();
  press("Open basescan.org");
  expect(opened).toEqual([expect.stringMatching(/^https:\/\/basescan\.org\/tx\/0x/)]);
});

test("a payment in doubt is explained, and the chain can be asked", () => {
  const { asked } = open("Ledger");
  expect(screen.getByText("It is not known whether 1 payment arrived")).toBeTruthy();
  expect(screen.getByText(/does not pay again/)).toBeTruthy();
  press("Ask the chain now");
  expect(pay(asked)).toEqual([{ type: "readBalances" }]);
});

test("an empty ledger says what will stand there", () => {
  open("Ledger", { payments: [] });
  expect(screen.getByRole("heading", { name: "Nothing was paid yet" })).toBeTruthy();
});

test("a choice about an origin takes effect at once and keeps the others", async () => {
  const { asked } = open("Origins");
  const graph = within(screen.getByRole("listitem", { name: "https://graph.codex.io" }));
  fireEvent.click(graph.getByRole("checkbox", { name: "Pay without asking, within the limits" }));
  await waitFor(() => expect(graph.getByRole<HTMLButtonElement>("button", { name: "Forget it" }).disabled).toBe(false));
  fireEvent.click(graph.getByRole("radio", { name: /^tempo/ }));
  await waitFor(() => expect(graph.getByRole<HTMLButtonElement>("button", { name: "Forget it" }).disabled).toBe(false));
  fireEvent.click(graph.getByRole("button", { name: "Forget it" }));
  const rule = wallet.origins[0]?.rule;
  expect(pay(asked)).toEqual([
    { type: "setOrigin", origin: { ...rule, allowed: false } },
    { type: "setOrigin", origin: { ...rule, payer: "tempo" } },
    { type: "forgetOrigin", origin: "https://graph.codex.io" },
  ]);
});

test("other payers are offered only where they are on this computer, or chosen", () => {
  open("Origins", { outside: [] });
  expect(payers("https://graph.codex.io")).toHaveLength(0);
  expect(payers("https://exchange.example")).toHaveLength(2);
});

test("allowing an origin that is known keeps how else it is treated", () => {
  const { asked } = open("Origins");
  type("Origin", "https://exchange.example");
  press("Allow it, within the limits");
  expect(pay(asked)).toEqual([{ type: "setOrigin", origin: { origin: "https://exchange.example", allowed: true, exchange: true, payer: "tempo" } }]);
});

test("a channel says what comes back before it is closed", () => {
  const { asked } = open("Origins");
  const channels = within(screen.getByRole("region", { name: "Payment channels" }));
  expect(channels.getAllByRole("button")).toHaveLength(1);
  press("Close channel, get 0.038 USDC back");
  press("Closing…");
  expect(pay(asked)).toEqual([{ type: "closeChannel", channel: "ch-2" }]);
});

test("a network can be read at another address, and at the built-in one again", async () => {
  const { asked } = stage(withPayments({}));
  press("Settings");
  const base = within(screen.getByRole("listitem", { name: /^Base chain 8453/ }));
  fireEvent.input(base.getByLabelText("RPC address"), { target: { value: "https://other.example" } });
  fireEvent.click(base.getByRole("button", { name: "Use this address" }));
  await waitFor(() => expect(base.getByRole<HTMLButtonElement>("button", { name: "Use the built-in one" }).disabled).toBe(false));
  fireEvent.click(base.getByRole("button", { name: "Use the built-in one" }));
  expect(pay(asked)).toEqual([
    { type: "setRpc", chain: 8453, url: "https://other.example" },
    { type: "setRpc", chain: 8453, url: null },
  ]);
});
