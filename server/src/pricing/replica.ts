import { ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { updateOffer } from './service.ts';

export const updateOfferDoor: CommandDoor<'offer.update'> = {
  type: 'offer.update',
  roles: commandRoles['offer.update'],
  apply: async (tx, { payload, commandId, caller, now }) => {
    const done = await updateOffer(tx, payload, caller, commandId, now);
    return done.ok ? ok({}) : done;
  },
};
