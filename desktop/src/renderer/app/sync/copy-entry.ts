import type { OutboxEntry } from '../../replica/replica-api.ts';

/** The ids in a payload; amounts, names and notes stay on this device. */
function idsOf(payload: object): string[] {
  return Object.entries(payload)
    .filter(([name, value]) => name.endsWith('Id') && typeof value === 'string')
    .map(([name, value]) => `${name}: ${String(value)}`);
}

/** What support needs to find a command on the server, in English. */
export function entryForSupport(entry: OutboxEntry): string {
  const { verdict } = entry;
  return [
    `Khaacho command ${entry.id}`,
    `Type: ${entry.type}, number ${entry.deviceSeq}, state ${entry.state}`,
    `Given: ${entry.issuedAt}, answered: ${entry.answeredAt ?? 'not yet'}`,
    ...idsOf(entry.payload),
    ...(entry.dependsOn.length > 0 ? [`Follows: ${entry.dependsOn.join(', ')}`] : []),
    ...(verdict ? [`Answer: ${verdict.status} ${verdict.code ?? ''} ${verdict.message ?? ''}`.trim()] : []),
    ...(verdict?.details?.map((detail) => `  ${detail.field ?? '-'}: ${detail.issue}`) ?? []),
  ].join('\n');
}
