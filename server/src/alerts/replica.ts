import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { acknowledgeAlert } from './service.ts';

export const acknowledgeAlertDoor: CommandDoor<'alert.acknowledge'> = {
  type: 'alert.acknowledge',
  roles: commandRoles['alert.acknowledge'],
  apply: async (tx, { payload, caller, now }) => {
    const known = await acknowledgeAlert(tx, { alertId: payload.alertId, note: payload.note ?? null }, caller, now);
    return known
      ? ok({})
      : err(refusal('ALERT_UNKNOWN', 'There is no such alert.', [{ field: 'alertId', issue: 'unknown' }]));
  },
};
