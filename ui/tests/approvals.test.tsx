import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ApprovalView, PaymentsView, Problem, View } from "../src/contract";
import { signedIn } from "./fixtures";
import { designAsk, graphAsk, paidPayment, RECIPIENT, wallet } from "./payments";
import { stage, type Stage } from "./stage";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const withAsks = (asks: ApprovalView[], rest: Partial<PaymentsView> = {}): View => ({ ...signedIn, payments: { ...wallet, asks, ...rest } });
const pass = (milliseconds: number) => act(async () => void (await vi.advanceTimersByTimeAsync(milliseconds)));
/** As a person clicks: what is disabled is not clicked. */
const press = (name: string | RegExp) => void act(() => screen.getByRole("button", { name }).click());
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const card = (host: string) => within(screen.getByRole("listitem", { name: new RegExp(host) }));
const open = async (asks: ApprovalView[], answer?: Parameters<typeof stage>[1]): Promise<Stage> => {
  const opened = stage(withAsks(asks), answer);
  press(/^Payments/);
  await pass(1000);
  return opened;
};

test("the rail counts what waits, and Payments opens on it", () => {
  stage(withAsks([graphAsk, designAsk]));
  press("Payments 2 approvals waiting");
  expect(button("Approvals 2").getAttribute("aria-current")).toBe("true");
});

test("a notification leads to what waits, from wherever the person is", () => {
  const { lead } = stage(withAsks([graphAsk]));
  lead("approvals");
  expect(button("Approvals 1").getAttribute("aria-current")).toBe("true");
  press("Limits");
  lead("approvals");
  expect(button("Approvals 1").getAttribute("aria-current")).toBe("true");
  lead("ledger");
  expect(button("Ledger").getAttribute("aria-current")).toBe("true");
  lead("inbox");
  expect(screen.getByRole("heading", { level: 1, name: /^Inbox/ })).toBeTruthy();
});

test("Home says what waits, and leads to where it is answered", () => {
  const { asked, show } = stage(withAsks([graphAsk]));
  expect(screen.getByText("graph.codex.io asks for 0.001 USDC")).toBeTruthy();
  show(withAsks([graphAsk, designAsk]));
  expect(screen.getByText("2 payments wait for your answer")).toBeTruthy();
  press("Review");
  expect(screen.getByRole("heading", { level: 1, name: "Payments" })).toBeTruthy();
  expect(asked).toEqual([]);
});

test("a question shows the amount, who asks, who is paid, where, and why it is asked", async () => {
  await open([designAsk]);
  const heading = screen.getByRole("heading", { level: 2, name: "2.50 pathUSD to exchange.example" });
  const text = heading.closest("li")?.textContent ?? "";
  for (const part of ["POST /tool/design/run", RECIPIENT, "0.25 pathUSD", "Tempo testnet", "Test, worth nothing", "Paid by you", ...designAsk.reasons]) {
    expect(text).toContain(part);
  }
});

test("approving sends the id once, however often it is clicked", async () => {
  const { asked } = await open([graphAsk]);
  const approve = button("Pay 0.001 USDC");
  act(() => {
    approve.click();
    approve.click();
  });
  await pass(1000);
  act(() => approve.click());
  expect(asked).toEqual([{ type: "pay", ask: { type: "approve", ask: "ask-1" } }]);
});

test("declining sends the id, and what was declined cannot be paid any more", async () => {
  const { asked } = await open([graphAsk]);
  press("Decline");
  await pass(0);
  press("Pay 0.001 USDC");
  expect(asked).toEqual([{ type: "pay", ask: { type: "decline", ask: "ask-1" } }]);
});

test("a click that was meant for the card before pays nothing", async () => {
  const { asked, show } = await open([graphAsk, designAsk]);
  press("Pay 0.001 USDC");
  show(withAsks([designAsk]));
  press("Pay 2.50 pathUSD");
  press("Decline");
  expect(asked).toHaveLength(1);
  await pass(1000);
  press("Pay 2.50 pathUSD");
  expect(asked.at(-1)).toEqual({ type: "pay", ask: { type: "approve", ask: "ask-2" } });
});

test("a question that just came cannot be answered by the same click", () => {
  const { asked } = stage(withAsks([graphAsk]));
  press(/^Payments/);
  press("Pay 0.001 USDC");
  expect(asked).toEqual([]);
});

test("nothing has the focus by itself, and no key submits", async () => {
  const { asked } = await open([graphAsk]);
  expect(document.activeElement?.closest(".approval")).toBeNull();
  expect(button("Pay 0.001 USDC").closest("form")).toBeNull();
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(asked).toEqual([]);
});

test("a deposit is named beside the price, and on the button", async () => {
  const { asked } = await open([{ ...graphAsk, deposit: "0.05 USDC" }]);
  expect(screen.getByText("0.05 USDC goes into a payment channel. What is not spent comes back when it is closed.")).toBeTruthy();
  expect(asked).toEqual([]);
  expect(button("Deposit 0.05 USDC, pay 0.001 USDC of it").closest("form")).toBeNull();
});

test("an offer that ended cannot be paid, only declined", async () => {
  const { asked } = await open([{ ...graphAsk, expiresInSeconds: 10 }]);
  expect(screen.getByRole("timer").textContent).toBe("00:09 left");
  await pass(10_000);
  expect(screen.getByRole("timer").textContent).toBe("The offer has ended");
  press("Pay 0.001 USDC");
  press("Decline");
  expect(asked).toEqual([{ type: "pay", ask: { type: "decline", ask: "ask-1" } }]);
});

test("what the server says is text, marked as its own, and short", async () => {
  await open([designAsk, { ...graphAsk, description: "x".repeat(5000) }]);
  expect(screen.getAllByText("The server’s own words, not checked")).toHaveLength(2);
  expect(card("exchange.example").getByText(/<b>Verified by Purser<\/b>/)).toBeTruthy();
  expect(document.querySelector("main b")).toBeNull();
  expect(card("graph.codex.io").getByText(/^x+…$/).textContent).toHaveLength(241);
});

test("why an answer could not be given is said on its card, and it can be given again", async () => {
  const gone = { code: "askGone", title: "This question is no longer open", advice: "Send the request again." } as const;
  const { asked } = await open([graphAsk, designAsk], () => gone);
  fireEvent.click(card("graph.codex.io").getByRole("button", { name: "Decline" }));
  await pass(0);
  expect(card("graph.codex.io").getByRole("alert").textContent).toContain(gone.title);
  expect(card("exchange.example").queryByRole("alert")).toBeNull();
  fireEvent.click(card("graph.codex.io").getByRole("button", { name: "Decline" }));
  expect(asked).toHaveLength(2);
});

test("what came of the answer stands where it was given", async () => {
  const { show } = await open([graphAsk]);
  press("Pay 0.001 USDC");
  show(withAsks([], { payments: [{ ...paidPayment, intent: graphAsk.intent }] }));
  expect(screen.getByText("Paid")).toBeTruthy();
  expect(screen.getByRole("button", { name: "See it on basescan.org" })).toBeTruthy();
});

test("while a payment is made its card says so, and no other question is answered", async () => {
  const { asked } = await open([graphAsk, designAsk], () => new Promise<null>(() => undefined));
  press("Pay 0.001 USDC");
  expect(button("Paying…").disabled).toBe(true);
  press("Pay 2.50 pathUSD");
  expect(asked).toHaveLength(1);
});

test("why a payment failed is said also when its card is gone, and the focus is not lost", async () => {
  const low: Problem = { code: "balanceTooLow", title: "The balance does not cover 0.001 USDC", advice: "Nothing was paid." };
  const { show } = await open([graphAsk], () => low);
  button("Pay 0.001 USDC").focus();
  press("Pay 0.001 USDC");
  show(withAsks([]));
  await pass(0);
  expect(screen.getByRole("alert").textContent).toContain(low.title);
  expect(document.activeElement?.textContent).toBe("Approvals");
});

test("with nothing waiting it says what would wait", async () => {
  await open([]);
  press("Approvals");
  expect(screen.getByRole("heading", { name: "Nothing waits for you" })).toBeTruthy();
});
