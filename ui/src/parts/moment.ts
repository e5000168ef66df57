/** Instants (RFC 3339) as people read them. What cannot be read is shown as it came. */
import type { Language } from "../contract";

/** Date and time. */
export const momentText = (instant: string, language: Language): string =>
  written(instant, language, { dateStyle: "medium", timeStyle: "short" });

/** The date alone. */
export const dateText = (instant: string, language: Language): string =>
  written(instant, language, { dateStyle: "medium" });

/** Weekday and time of one of the next days; the date of a later one. */
export function soonText(instant: string, inSeconds: number, language: Language): string {
  const near = inSeconds < 6 * 24 * 3600;
  const weekday: Intl.DateTimeFormatOptions = { weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false };
  return written(instant, language, near ? weekday : { dateStyle: "medium" });
}

function written(instant: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  return Number.isNaN(date.valueOf()) ? instant : new Intl.DateTimeFormat(language, options).format(date);
}
