import type { SyncStatus } from '../../replica/status.ts';

/** Long digit runs are phone numbers, accounts or amounts; addresses of e-mail are people. Neither leaves this device. */
function withoutPeople(text: string): string {
  return text.replace(/[\w.+-]+@[\w.-]+/g, '[e-mail]').replace(/\+?\d[\d\s-]{6,}\d/g, '[number]');
}

/** What support needs to know about this desk, or a screen of it that broke: readable before it is handed over, without anybody's data. */
export function diagnosticsText(status: SyncStatus, error: Error | null, where: string, now: Date): string {
  return [
    `Khaacho diagnostics, ${now.toISOString()}`,
    `Page: ${location.pathname.replace(/[0-9a-f-]{36}/g, '[id]')}`,
    `Browser: ${navigator.userAgent}`,
    `Connection: ${status.connection} since ${status.since}, problem ${status.problem?.code ?? 'none'}`,
    `Waiting: ${status.waiting}, refused: ${status.refused}, caught up: ${status.caughtUp}`,
    `Last synced: ${status.lastSyncedAt ?? 'never'}, size on disk: ${status.sizeOnDiskBytes} bytes`,
    `First sync: ${status.firstSync.done ? 'done' : (status.firstSync.current ?? 'not begun')}`,
    ...(error ? ['', withoutPeople(`${error.name}: ${error.message}`), withoutPeople(error.stack ?? ''), where] : []),
  ].join('\n');
}

/** Hands the diagnostics over as a text file, to be read before it is sent to anybody. */
export function saveDiagnostics(status: SyncStatus, error: Error | null, where: string, now: Date): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([diagnosticsText(status, error, where, now)], { type: 'text/plain' }));
  link.download = 'khaacho-diagnostics.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}
