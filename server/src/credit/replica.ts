import { ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { setBlock, setLimit } from './service.ts';

export const setLimitDoor: CommandDoor<'credit.setLimit'> = {
  type: 'credit.setLimit',
  roles: commandRoles['credit.setLimit'],
  apply: async (tx, { payload, commandId, caller, now }) => {
    const done = await setLimit(tx, { ...payload, commandId }, caller, now);
    return done.ok ? ok({}) : done;
  },
};

export const blockDoor: CommandDoor<'credit.block'> = {
  type: 'credit.block',
  roles: commandRoles['credit.block'],
  apply: async (tx, { payload, caller, now }) => {
    const done = await setBlock(tx, { ...payload, blocked: true }, caller, now);
    return done.ok ? ok({}) : done;
  },
};

export const unblockDoor: CommandDoor<'credit.unblock'> = {
  type: 'credit.unblock',
  roles: commandRoles['credit.unblock'],
  apply: async (tx, { payload, caller, now }) => {
    const done = await setBlock(tx, { ...payload, blocked: false }, caller, now);
    return done.ok ? ok({}) : done;
  },
};
