import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import type { AnswerView, PayCommand, PaymentsView, Problem, SponsoredView, View } from "../src/contract";
import { signedIn } from "./fixtures";
import { exchange, graphAnswer, graphAsk, noPayments, paidPayment, readyQueries, wallet } from "./payments";
import { stage, type Stage } from "./stage";

afterEach(cleanup);

const withPayments = (changed: Partial<PaymentsView>): View => ({ ...signedIn, payments: { ...wallet, ...changed } });
/** As a person clicks: what is disabled is not clicked. */
const press = (name: string | RegExp) => void act(() => screen.getByRole("button", { name }).click());
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const open = (changed: Partial<PaymentsView> = {}, section = "Codex Supergraph", answer?: Parameters<typeof stage>[1]): Stage => {
  const opened = stage(withPayments(changed), answer);
  press("Paid APIs");
  press(section);
  return opened;
};
const graph = (changed: Partial<PaymentsView["graph"]>) => ({ graph: { ...wallet.graph, ...changed } });
const pay = ({ asked }: Stage): PayCommand[] => asked.flatMap((command) => (command.type === "pay" ? [command.ask] : []));
const intents = (stood: Stage) => pay(stood).flatMap((ask) => ("intent" in ask ? [ask.intent] : []));
const lastIntent = (stood: Stage) => intents(stood).at(-1) ?? "";
/** Runs the query, and shows what the engine would show of it. */
const answered = (changed: Partial<AnswerView>, shown: Partial<PaymentsView> = {}): Stage => {
  const stood = open();
  press("Run for 0.001 USDC");
  stood.show(withPayments({ answers: [graphAnswer(lastIntent(stood), changed)], ...shown }));
  return stood;
};

test("the button names the known price, and no more than that may be paid", () => {
  const stood = open();
  press("Run for 0.001 USDC");
  expect(pay(stood)).toEqual([
    { type: "graph", intent: expect.stringMatching(/^[\w-]{36}$/), query: readyQueries[0]?.query, variables: "", maxAmount: "0.001" },
  ]);
});

test("without a known price the limits alone decide, and it says so", () => {
  const stood = open(graph({ price: null }));
  expect(screen.getByText(/What it costs is not known yet/)).toBeTruthy();
  press("Run");
  expect(pay(stood)).toEqual([expect.objectContaining({ maxAmount: null })]);
});

test("with an API key nothing is paid, and it says so", () => {
  const stood = open({ ...graph({ hasKey: true }), key: null });
  expect(screen.getByText("Your API key is used. Nothing is paid.")).toBeTruthy();
  expect(screen.queryByText("No Pay Wallet yet")).toBeNull();
  press("Run");
  expect(pay(stood)).toEqual([expect.objectContaining({ maxAmount: null })]);
});

test("two clicks are one intent, also before anything is drawn again", async () => {
  const stood = open();
  const run = button("Run for 0.001 USDC");
  act(() => {
    run.click();
    run.click();
  });
  await waitFor(() => expect(button("Running…").disabled).toBe(true));
  press("Running…");
  stood.show(withPayments({ answers: [graphAnswer(lastIntent(stood), { state: "working" })] }));
  press("Running…");
  expect(intents(stood)).toHaveLength(1);
});

test("a query after the answer has an intent of its own", async () => {
  const stood = answered({});
  await waitFor(() => expect(button("Run for 0.001 USDC").disabled).toBe(false));
  press("Run for 0.001 USDC");
  const [first, second] = intents(stood);
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
});

test("a request whose answer is gone can be sent again", async () => {
  const stood = answered({ state: "working" });
  await waitFor(() => expect(button("Running…").disabled).toBe(true));
  stood.show(withPayments({ answers: [] }));
  await waitFor(() => expect(button("Run for 0.001 USDC").disabled).toBe(false));
});

test("an answer of another intent is not shown", () => {
  const stood = open();
  press("Run for 0.001 USDC");
  stood.show(withPayments({ answers: [graphAnswer("somebody-else")] }));
  expect(screen.queryByRole("table")).toBeNull();
});

test("an answer is a table, the text as it came, and a receipt", () => {
  const { opened } = answered({});
  const rows = screen.getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows.slice(0, 2)).toEqual([["id", "name"], ["1", "Ethereum"]]);
  expect(screen.getByText(/"getNetworks"/)).toBeTruthy();
  expect(document.querySelector(".receipt")?.textContent).toContain("Paid 0.001 USDC to graph.codex.ioBase");
  press("See it on basescan.org");
  expect(opened).toHaveLength(1);
});

test("a long answer says how to get all of it", () => {
  const stood = answered({ more: true });
  expect(screen.getByText(`purser ledger --answer ${lastIntent(stood)}`)).toBeTruthy();
});

test("what was declined is said once", () => {
  const declined: Problem = { code: "paymentDeclined", title: "You declined this payment", advice: "Nothing was paid." };
  answered({ state: "failed", status: null, text: null, table: null, problem: declined, payment: { ...paidPayment, state: "declined" } });
  expect(screen.getByText(declined.title)).toBeTruthy();
  expect(screen.queryByRole("heading", { name: "Answer" })).toBeNull();
});

test("an answer is text, whatever it contains", () => {
  const hostile = '<img src="x" onerror="alert(1)"><b>bold</b>';
  answered({ text: hostile, table: { columns: [hostile], rows: [[hostile]] } });
  expect(screen.getAllByText(hostile)).toHaveLength(3);
  expect(document.querySelector("main img, main b")).toBeNull();
});

test("an answer that was closed is dismissed in the engine too", () => {
  const stood = answered({});
  press("Close");
  expect(pay(stood).at(-1)).toEqual({ type: "dismissAnswer", intent: lastIntent(stood) });
  expect(screen.queryByRole("table")).toBeNull();
});

test("a query that has to be approved is approved beside it", async () => {
  const stood = open();
  press("Run for 0.001 USDC");
  const intent = lastIntent(stood);
  const waiting = graphAnswer(intent, { state: "asked", status: null, text: null, table: null, payment: null });
  stood.show(withPayments({ answers: [waiting], asks: [{ ...graphAsk, intent }, { ...graphAsk, id: "ask-9" }] }));
  await waitFor(() => expect(button("Pay 0.001 USDC").disabled).toBe(false), { timeout: 2000 });
  press("Pay 0.001 USDC");
  expect(pay(stood).at(-1)).toEqual({ type: "approve", ask: "ask-1" });
  expect(button("Running…").disabled).toBe(true);
});

test("a refused query is said at its field, and can be sent again", async () => {
  const refused: Problem = { code: "queryRefused", title: "This query was not sent", advice: "Mutations are not paid for." };
  const stood = open({}, "Codex Supergraph", () => refused);
  type("Query", "mutation { burn }");
  press("Run for 0.001 USDC");
  expect((await screen.findByRole("alert")).textContent).toContain(refused.title);
  expect(screen.getByLabelText("Query").getAttribute("aria-invalid")).toBe("true");
  press("Run for 0.001 USDC");
  expect(new Set(intents(stood)).size).toBe(2);
});

test("a limit that refuses leads to the limits, and what was offered is shown", () => {
  const problem: Problem = { code: "limitReached", title: "Your limits refuse this payment", advice: "Nothing was paid." };
  const offers: AnswerView["offers"] = [
    { price: graphAsk.price, way: "MPP charge", refused: "It is above your limit" },
    { price: null, way: "stripe", refused: "Purser does not know this way to pay" },
  ];
  answered({ state: "failed", payment: null, table: null, text: null, status: 402, offers, problem });
  expect(screen.getByText("Not taken: It is above your limit")).toBeTruthy();
  press("Change limits");
  expect(screen.getByRole("heading", { name: "The most that is paid" })).toBeTruthy();
});

test("a price that was refused is not named again, and the limits alone decide then", async () => {
  const stood = answered({ state: "failed", payment: null, table: null, text: null, problem: { code: "limitReached", title: "Too much", advice: "Nothing was paid." } });
  await screen.findByRole("button", { name: "Run" });
  expect(screen.queryByRole("button", { name: "Run for 0.001 USDC" })).toBeNull();
  press("Run");
  expect(intents(stood)).toHaveLength(1);
  await waitFor(() => expect(button("Run").disabled).toBe(false), { timeout: 2000 });
  press("Run");
  expect(pay(stood).at(-1)).toEqual(expect.objectContaining({ type: "graph", maxAmount: null }));
});

test("a price that changed on the button cannot be paid by a click on the old one", async () => {
  const stood = open();
  stood.show(withPayments(graph({ price: { shown: "0.2 USDC", amount: "0.2" } })));
  press("Run for 0.2 USDC");
  expect(pay(stood)).toEqual([]);
  await waitFor(() => expect(button("Run for 0.2 USDC").disabled).toBe(false), { timeout: 2000 });
  press("Run for 0.2 USDC");
  expect(pay(stood)).toEqual([expect.objectContaining({ maxAmount: "0.2" })]);
});

test("where nobody knows whether it was paid, it is not said that nothing was", () => {
  const problem: Problem = { code: "paymentUnknown", title: "It is not known whether graph.codex.io was paid", advice: "Purser asks the chain." };
  answered({ state: "failed", payment: null, table: null, text: "oops", status: 500, problem });
  expect(screen.getByText("oops")).toBeTruthy();
  expect(screen.queryByText("Nothing was paid.")).toBeNull();
  press("Open Ledger");
  expect(screen.getByText(/All of it as a file/)).toBeTruthy();
});

test("an API key is sent once, never shown, and can be removed", async () => {
  const stood = open(graph({ hasKey: true }));
  const field = screen.getByLabelText<HTMLInputElement>("Another API key");
  expect(field.type).toBe("password");
  type("Another API key", "secret-key");
  press("Use this key");
  await waitFor(() => expect(button("Remove the key, pay per query").disabled).toBe(false));
  expect(field.value).toBe("");
  press("Remove the key, pay per query");
  expect(pay(stood)).toEqual([{ type: "setGraphKey", key: "secret-key" }, { type: "setGraphKey", key: "" }]);
});

const openExchange = (changed: Partial<PaymentsView["exchange"]> = {}) => open({ exchange: { ...exchange, ...changed } }, "PayloadExchange");
const asks = (stood: Stage) => pay(stood).flatMap((ask) => (ask.type === "exchange" ? [ask.ask] : []));

test("without an exchange it asks for one, and asks nobody", () => {
  const stood = open(noPayments, "PayloadExchange");
  expect(screen.getByRole("heading", { name: "No PayloadExchange chosen" })).toBeTruthy();
  expect(pay(stood)).toEqual([]);
  type("Address of the exchange", "https://exchange.example");
  press("Use this exchange");
  expect(pay(stood)).toEqual([{ type: "setExchange", url: "https://exchange.example" }]);
});

test("an exchange that was chosen is read when it opens", () => {
  expect(asks(openExchange())).toEqual([{ type: "look" }]);
});

test("a profile is made from names between commas", () => {
  const stood = openExchange({ profile: null });
  type("E-mail", "ada@example.org");
  type("Region", "EU");
  type("Roles", "developer, designer,");
  type("Tools that you use", "codex");
  press("Create profile");
  expect(asks(stood).at(-1)).toEqual({ type: "createProfile", email: "ada@example.org", region: "EU", roles: ["developer", "designer"], tools: ["codex"] });
});

test("a task is reported only where it is open, and only with a profile", async () => {
  const stood = openExchange();
  expect(screen.getAllByRole("button", { name: "Report the task as done" })).toHaveLength(1);
  press("Report the task as done");
  expect(asks(stood).at(-1)).toEqual({ type: "completeTask", campaign: "c-1", task: exchange.campaigns[0]?.task });
  stood.show(withPayments({ exchange: { ...exchange, profile: null } }));
  const campaigns = within(screen.getByRole("region", { name: "Campaigns" }));
  expect(campaigns.getByText("Create your profile first.")).toBeTruthy();
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Report the task as done" })).disabled).toBe(true);
});

test("a service is run for a sponsor's money or for one's own, as its button says", async () => {
  const stood = openExchange();
  const design = within(screen.getByRole("listitem", { name: "Design review" }));
  fireEvent.input(design.getByLabelText("Input"), { target: { value: "Look at this" } });
  act(() => design.getByRole("button", { name: "Run for $0.08" }).click());
  expect(asks(stood).at(-1)).toEqual({ type: "runPaid", service: "design", input: "Look at this" });
  const scraping = within(screen.getByRole("listitem", { name: "Scraping" }));
  expect(scraping.queryByRole("button", { name: "Run, sponsored if possible" })).toBeNull();
});

test("without a profile no service can be run, and it says why", () => {
  openExchange({ profile: null });
  const design = within(screen.getByRole("listitem", { name: "Design review" }));
  expect(design.getAllByRole<HTMLButtonElement>("button").map(({ disabled }) => disabled)).toEqual([true, true]);
  expect(design.getByText("Create your profile first.")).toBeTruthy();
});

test("a sponsored API whose budget is used up names its price", () => {
  const stood = openExchange();
  const summaries = within(screen.getByRole("listitem", { name: "Summaries" }));
  act(() => summaries.getByRole("button", { name: "Run for $0.02" }).click());
  expect(asks(stood).at(-1)).toEqual({ type: "runApi", api: "a-2", input: "" });
});

const ran = (sponsored: SponsoredView, changed: Partial<AnswerView> = {}) => {
  const stood = openExchange();
  act(() => within(screen.getByRole("listitem", { name: "Design review" })).getByRole("button", { name: "Run, sponsored if possible" }).click());
  const answer = graphAnswer(lastIntent(stood), { table: null, payment: null, sponsored, ...changed });
  stood.show(withPayments({ exchange, answers: [answer] }));
};

test("what a sponsor paid is said so, and its reference is no transaction", () => {
  ran({ by: "sponsor", name: "Acme", reference: "sponsor-6f1c2b" });
  expect(document.querySelector(".receipt")?.textContent).toBe(
    "Paid by a sponsor Acme You paid nothing.The sponsor’s own reference, not a transaction: sponsor-6f1c2b",
  );
  expect(screen.queryByRole("button", { name: /^See it on/ })).toBeNull();
});

test("what the person paid is a receipt with its amount", () => {
  ran({ by: "person" }, { payment: graphAnswer("x").payment });
  expect(document.querySelector(".receipt-line")?.textContent).toContain("Paid 0.001 USDC");
});

test("a task that comes first is named, and nothing was paid", () => {
  ran({ by: "taskFirst", campaign: "c-1", task: "Deploy the sample app." }, { text: null });
  expect(screen.getByText("A sponsor’s task comes first")).toBeTruthy();
  expect(screen.getByText("Deploy the sample app.")).toBeTruthy();
});

test("what is free is said to be free", () => {
  ran({ by: "free" });
  expect(screen.getByText("Free")).toBeTruthy();
});

test("a sponsored API is made with cents as whole numbers", () => {
  const stood = openExchange();
  type("Name", "Translate");
  type("Sponsor", "Acme");
  type("Address that it leads to", "https://api.acme.example");
  type("Price of a call, in cents", "5");
  type("Budget, in cents", "3.5");
  expect(button("Create it").disabled).toBe(true);
  type("Budget, in cents", "300");
  press("Create it");
  expect(asks(stood).at(-1)).toEqual({ type: "createApi", name: "Translate", sponsor: "Acme", upstreamUrl: "https://api.acme.example", priceCents: 5, budgetCents: 300 });
});

test("a use of a skill is said to be reported only once it was", () => {
  const stood = openExchange();
  type("Skill", "operator");
  type("Platform", "codex");
  press("Report a use");
  const answer = (status: number) => withPayments({ exchange, answers: [graphAnswer(lastIntent(stood), { status, payment: null, table: null })] });
  stood.show(answer(400));
  expect(screen.getByText("Status 400 application/json")).toBeTruthy();
  stood.show(answer(201));
  expect(screen.getByText("The use of operator is reported")).toBeTruthy();
  expect(asks(stood).at(-1)).toEqual({ type: "reportMetric", skill: "operator", platform: "codex", event: "completed", durationMs: null, success: true });
});
