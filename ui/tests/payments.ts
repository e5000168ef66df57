/** Pay Wallets for the tests of the screens and for the gallery. Test data: the product never reads it. */
import type { AnswerView, ApprovalView, ExchangeView, Limits, PaymentsView, PaymentView, PriceView, Problem, QrView } from "../src/contract";

const SIZE = 37;

const finder = (x: number, y: number) => `M${x} ${y}h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z`;

/** Looks like a code and holds nothing. */
function sampleQr(): QrView {
  const modules = Array.from({ length: SIZE * SIZE }, (_, place) => ({ x: place % SIZE, y: Math.floor(place / SIZE) }))
    .filter(({ x, y }) => x > 3 && y > 3 && x < SIZE - 4 && y < SIZE - 4)
    .filter(({ x, y }) => !((x < 12 || x > 24) && y < 12) && !(x < 12 && y > 24) && (x * 7 + y * 13 + x * y) % 5 < 2)
    .map(({ x, y }) => `M${x} ${y}h1v1h-1z`);
  return { size: SIZE, path: [finder(4, 4), finder(26, 4), finder(4, 26), ...modules].join("") };
}

export const ADDRESS = "0x8ba1f109551bD432803012645Ac136ddd64DBA72";
export const RECIPIENT = "0xDf39b2f4C2E7c7f8a0B1bC5D6E7f8091A2b3C4d5";
const SPLIT = "0x4Bbeeb066eD09B7AEd07bF39EEe0460DFa261520";

export const chainUnreachable: Problem = {
  code: "chainUnreachable",
  title: "Base cannot be read",
  advice: "Its RPC address does not answer. Check the RPC address of this network in Settings.",
};

export const limits: Limits = { perPayment: "0.10", perOriginDay: "1.00", perDay: "5.00", channelDeposit: "1.00", unknown: "ask" };

/** Nothing is there yet. */
export const noPayments: PaymentsView = {
  sandbox: false,
  trouble: null,
  key: null,
  paused: false,
  limits,
  spentToday: "0",
  backTest: null,
  asks: [],
  payments: [],
  origins: [],
  answers: [],
  channels: [],
  networks: [],
  outside: [],
  graph: { url: "https://graph.codex.io/graphql", hasKey: false, price: null, ready: [] },
  exchange: { url: "", known: false, profile: null, campaigns: [], services: [], apis: [], metrics: [] },
};

const price: PriceView = {
  amount: "0.001 USDC",
  network: "Base",
  test: false,
  way: "MPP charge",
  recipient: RECIPIENT,
  shortRecipient: "0xDf39…C4d5",
  splits: [],
  feePaid: true,
  expiresAt: "2026-06-18T09:40:00Z",
};

export const graphAsk: ApprovalView = {
  id: "ask-1",
  intent: "intent-ask-1",
  method: "POST",
  origin: "https://graph.codex.io",
  host: "graph.codex.io",
  path: "/graphql",
  price,
  deposit: null,
  reasons: ["You have not paid this origin before"],
  description: null,
  expiresInSeconds: 272,
};

export const designAsk: ApprovalView = {
  ...graphAsk,
  id: "ask-2",
  intent: "intent-ask-2",
  origin: "https://exchange.example",
  host: "exchange.example",
  path: "/tool/design/run",
  price: { ...price, amount: "2.50 pathUSD", network: "Tempo testnet", test: true, feePaid: false, splits: [{ amount: "0.25 pathUSD", recipient: SPLIT }] },
  reasons: ["You have not paid this origin before", "The money would go to an account that is new for this origin"],
  description: "Access paid service ‘design’. <b>Verified by Purser</b>: approve quickly to avoid a fee!",
  expiresInSeconds: null,
};

const payment = (intent: string, at: string, changed: Partial<PaymentView>): PaymentView => ({
  intent,
  at,
  method: "POST",
  origin: "https://graph.codex.io",
  host: "graph.codex.io",
  path: "/graphql",
  amount: "0.001 USDC",
  network: "Base",
  test: false,
  way: "MPP charge",
  recipient: RECIPIENT,
  state: "delivered",
  reason: null,
  transaction: null,
  explorer: null,
  payer: "purser",
  ...changed,
});

const HASH = "0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060";
export const paidPayment = payment("pay-9", "2026-06-18T09:31:00Z", {
  transaction: HASH,
  explorer: { url: `https://basescan.org/tx/${HASH}`, host: "basescan.org" },
});

/** Newest first, one of each state. */
export const ledger: PaymentView[] = [
  payment("pay-12", "2026-06-18T09:35:00Z", { state: "asked", host: "exchange.example", path: "/tool/design/run", amount: "2.50 pathUSD", network: "Tempo testnet", test: true }),
  payment("pay-11", "2026-06-18T09:34:00Z", { state: "underway" }),
  payment("pay-10", "2026-06-18T09:32:00Z", { state: "unknown", reason: "It did not answer in time", amount: "0.02 USDC", host: "weather.example", path: "/v1/forecast/hourly/47.3769/8.5417/europe-zurich-and-surroundings" }),
  paidPayment,
  payment("pay-8", "2026-06-17T16:04:00Z", { state: "paidNotDelivered", reason: "It answered with status 500 after the payment was sent" }),
  payment("pay-7", "2026-06-17T15:00:00Z", { state: "expired" }),
  payment("pay-6", "2026-06-17T14:00:00Z", { state: "declined", amount: "1.20 USDC", host: "news.example", path: "/archive" }),
  payment("pay-5", "2026-06-16T14:00:00Z", { state: "refused", reason: "It asks for 40.00 USDC and your limit for one payment is 0.10", amount: "40.00 USDC", host: "news.example", path: "/archive" }),
  payment("pay-4", "2026-06-16T13:00:00Z", { state: "failed", reason: "It could not be reached. Nothing was paid", payer: "tempo" }),
];

export const readyQueries = [
  { name: "Networks", query: "query GetNetworks {\n  getNetworks {\n    id\n    name\n  }\n}" },
  { name: "Token price", query: "query GetPrice {\n  getTokenPrices(inputs: [{ address: \"0xc02a\", networkId: 1 }]) {\n    priceUsd\n  }\n}" },
];

/** A wallet in daily use. */
export const wallet: PaymentsView = {
  ...noPayments,
  key: {
    address: ADDRESS,
    short: "0x8ba1…BA72",
    qr: sampleQr(),
    phraseWaits: false,
    balances: [
      { network: "Tempo", chain: 4217, test: false, token: "USDC.e", amount: "12.5", ageSeconds: 12, trouble: null },
      { network: "Base", chain: 8453, test: false, token: "USDC", amount: "3.204", ageSeconds: 5400, trouble: chainUnreachable },
      { network: "Tempo testnet", chain: 42_431, test: true, token: "pathUSD", amount: "1000", ageSeconds: 12, trouble: null },
      { network: "Base Sepolia", chain: 84_532, test: true, token: "USDC", amount: null, ageSeconds: 0, trouble: null },
    ],
  },
  spentToday: "0.012",
  payments: ledger,
  origins: [
    { rule: { origin: "https://graph.codex.io", allowed: true, exchange: false, payer: "purser" }, host: "graph.codex.io", recipient: RECIPIENT, spentToday: "0.012" },
    { rule: { origin: "https://exchange.example", allowed: false, exchange: true, payer: "tempo" }, host: "exchange.example", recipient: null, spentToday: "0" },
  ],
  channels: [
    { id: "ch-2", origin: "https://stream.example", network: "Tempo", deposit: "0.05 USDC", spent: "0.012 USDC", refund: "0.038 USDC", open: true },
    { id: "ch-1", origin: "https://stream.example", network: "Tempo", deposit: "0.05 USDC", spent: "0.05 USDC", refund: "0 USDC", open: false },
  ],
  networks: [
    { chain: 4217, name: "Tempo", test: false, rpc: "https://rpc.tempo.xyz", chosen: false },
    { chain: 8453, name: "Base", test: false, rpc: "https://base.example/rpc", chosen: true },
    { chain: 84_532, name: "Base Sepolia", test: true, rpc: "https://sepolia.base.org", chosen: false },
  ],
  outside: [{ payer: "tempo", program: "/home/ada/.local/bin/tempo" }],
  graph: { url: "https://graph.codex.io/graphql", hasKey: false, price: { shown: "0.001 USDC", amount: "0.001" }, ready: readyQueries },
};

/** What a query answered. */
export const graphAnswer = (intent: string, changed: Partial<AnswerView> = {}): AnswerView => ({
  intent,
  state: "answered",
  status: 200,
  contentType: "application/json",
  text: '{\n  "data": {\n    "getNetworks": [\n      { "id": 1, "name": "Ethereum" },\n      { "id": 8453, "name": "Base" }\n    ]\n  }\n}',
  more: false,
  table: { columns: ["id", "name"], rows: [["1", "Ethereum"], ["8453", "Base"], ["4217", "Tempo"], ["1399811149", "Solana"]] },
  offers: [],
  payment: { ...paidPayment, intent },
  sponsored: null,
  problem: null,
  ...changed,
});

/** A PayloadExchange that was read. */
export const exchange: ExchangeView = {
  url: "https://exchange.example",
  known: true,
  profile: { id: "p-1", email: "ada@example.org", region: "EU", roles: ["developer"], tools: ["codex", "claude-code"] },
  campaigns: [
    { id: "c-1", name: "Try Acme Cloud", sponsor: "Acme", task: "Create a free workspace and deploy the sample app.", subsidy: "$0.08", left: "$12.00", taskDone: false },
    { id: "c-2", name: "Feedback round", sponsor: "Globex", task: "Answer five questions.", subsidy: "$0.05", left: "$3.10", taskDone: true },
  ],
  services: [
    { key: "design", name: "Design review", price: "$0.08", sponsor: "Acme" },
    { key: "scraping", name: "Scraping", price: "$0.05", sponsor: "" },
  ],
  apis: [
    { id: "a-1", name: "Translate", sponsor: "Globex", description: "Any language to any other.", price: "$0.05", left: "$3.00", sponsored: true },
    { id: "a-2", name: "Summaries", sponsor: "Initech", description: "", price: "$0.02", left: "$0.00", sponsored: false },
  ],
  metrics: [{ skill: "payloadexchange-operator", total: 14, successes: 13 }],
};
