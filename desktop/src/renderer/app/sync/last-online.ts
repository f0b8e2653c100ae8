const KEY = 'khaacho.last-online';

/** When this device was last online, ISO 8601: «offline since» has to survive a reload. Null where nobody remembers. */
export function lastOnline(): string | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept !== null && !Number.isNaN(Date.parse(kept)) ? kept : null;
  } catch {
    return null;
  }
}

export function rememberOnline(now: Date): void {
  try {
    localStorage.setItem(KEY, now.toISOString());
  } catch {
    // Not kept: after a reload «offline since» counts from the reload.
  }
}
