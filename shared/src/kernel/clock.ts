/** Time comes in at the doors and is passed down; nothing below a door reads a clock. */
export type Clock = { now(): Date };

/** Asia/Kathmandu is UTC+05:45 all year, without daylight saving. */
const KATHMANDU_OFFSET_MS = (5 * 60 + 45) * 60_000;
const DAY_MS = 86_400_000;

/** Calendar day in Nepal as `YYYY-MM-DD`. */
export function nepalDay(at: Date): string {
  return new Date(at.getTime() + KATHMANDU_OFFSET_MS).toISOString().slice(0, 10);
}

/** Minutes since midnight in Nepal, 0 … 1439. */
export function nepalMinutes(at: Date): number {
  const local = new Date(at.getTime() + KATHMANDU_OFFSET_MS);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** The instant at which a Nepali calendar day begins. */
export function startOfNepalDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - KATHMANDU_OFFSET_MS);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS);
}

export function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}
