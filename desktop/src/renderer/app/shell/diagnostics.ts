import type { SyncStatus } from '../../replica/status.ts';

/** Long digit runs are phone numbers, accounts or amounts; addresses of e-mail are people. Neither leaves this device. */
function withoutPeople(text: string): string {
  return text.replace(/[\w.+-]+@[\w.-]+/g, '[e-mail]').replace(/\+?\d[\d\s-]{6,}\d/g, '[number]');
}

/** What support needs to know about a broken screen, readable before it is handed over, without anybody's data. */
export function diagnosticsText(status: SyncStatus, error: Error, where: string, now: Date): string {
  return [
    `Khaacho diagnostics, ${now.toISOString()}`,
    `Page: ${location.pathname.replace(/[0-9a-f-]{36}/g, '[id]')}`,
    `Browser: ${navigator.userAgent}`,
    `Connection: ${status.connection} since ${status.since}, problem ${status.problem?.code ?? 'none'}`,
    `Waiting: ${status.waiting}, refused: ${status.refused}, caught up: ${status.caughtUp}`,
    `Last synced: ${status.lastSyncedAt ?? 'never'}, size on disk: ${status.sizeOnDiskBytes} bytes`,
    '',
    withoutPeople(`${error.name}: ${error.message}`),
    withoutPeople(error.stack ?? ''),
    where,
  ].join('\n');
}
