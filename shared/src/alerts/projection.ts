import { ok } from '../kernel/result.ts';
import { changed, type Projection } from '../sync/projection.ts';

const acknowledge: Projection<'alert.acknowledge'> = (read, { payload, issuedAt }, actor) => {
  const alert = read.get('alerts', payload.alertId);
  if (!alert || alert.acknowledgedAt) return ok([]);
  return ok([
    changed('alerts', { ...alert, acknowledgedAt: issuedAt, acknowledgedBy: actor.name, note: payload.note ?? null }),
  ]);
};

export const alertProjections = { 'alert.acknowledge': acknowledge };
