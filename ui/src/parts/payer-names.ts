/** What the programs that pay are called, the same in every language. */
import type { Payer } from "../contract";

/** Names of the payers. */
export const PAYER_NAMES: Record<Payer, string> = { purser: "Purser", tempo: "tempo", awal: "awal" };
