/**
 * Time that passes between two Views. A View says how old a number was, and how long a mode still
 * lasts, when it was made; what is shown ticks on from its arrival. Knows no wall clock.
 */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

/** When the shown View arrived, in milliseconds of `performance.now()`. */
export const Arrival = createContext<number>(0);

/** Whole seconds since the shown View arrived; ticks once a second. */
export function useSecondsSinceArrival(): number {
  const arrivedAt = useContext(Arrival);
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    setNow(performance.now());
    const ticking = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(ticking);
  }, [arrivedAt]);
  return Math.max(0, Math.floor((now - arrivedAt) / 1000));
}

/**
 * What is left of `milliseconds` since the shown View arrived, to the nearest second, never below
 * zero. It ticks in the middle between two seconds, so that it is never off by more than half of one.
 */
export function useSecondsLeft(milliseconds: number): number {
  const endsAt = useContext(Arrival) + milliseconds;
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    let ticking: ReturnType<typeof setTimeout>;
    const tick = () => {
      const time = performance.now();
      setNow(time);
      const untilNext = (endsAt - time + 500) % 1000;
      if (untilNext >= 0) ticking = setTimeout(tick, untilNext || 1000);
    };
    tick();
    return () => clearTimeout(ticking);
  }, [endsAt]);
  // In the very middle, where it ticks, the lower one.
  return Math.max(0, Math.ceil((endsAt - now) / 1000 - 0.5));
}

/** The newest `value`, changed at most once in `milliseconds`, so that it can be read out in peace. */
export function useThrottled(value: string, milliseconds: number): string {
  const [shown, setShown] = useState(() => ({ value, at: performance.now() }));
  useEffect(() => {
    if (value === shown.value) return undefined;
    const wait = Math.max(0, shown.at + milliseconds - performance.now());
    const waiting = setTimeout(() => setShown({ value, at: performance.now() }), wait);
    return () => clearTimeout(waiting);
  }, [value, shown, milliseconds]);
  return shown.value;
}

/** How long what moves on the page must stand still before a click on it counts. */
const SETTLE_MS = 800;

/**
 * Whether `what` has stood there long enough that a click on it is meant for it, not for what stood
 * there before. What stands there `atFirst` is settled from the start.
 */
export function useSettled(what: string, atFirst: string | null = null): boolean {
  const [settled, setSettled] = useState(atFirst);
  useEffect(() => {
    const settling = setTimeout(() => setSettled(what), SETTLE_MS);
    return () => clearTimeout(settling);
  }, [what]);
  return settled === what;
}

/** `mm:ss`, or `h:mm:ss` from one hour on. */
export function countdownText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const tail = `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

const twoDigits = (part: number): string => String(part).padStart(2, "0");
