/** The places that can be asked for from outside the window: a closed set. Draws none of them. */
import type { Screen } from "./contract";

const SCREENS: Record<Screen, true> = { home: true, inbox: true, approvals: true, ledger: true, setUp: true, settings: true };

/** Whether this text, which is whatever the window was started with, names one of them. */
export const isScreen = (name: string): name is Screen => Object.hasOwn(SCREENS, name);
