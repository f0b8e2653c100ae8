import { ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { adjustStock, countStock } from './service.ts';

export const adjustStockDoor: CommandDoor<'stock.adjust'> = {
  type: 'stock.adjust',
  roles: commandRoles['stock.adjust'],
  apply: async (tx, { payload, commandId, caller, now }) => {
    const done = await adjustStock(tx, payload, caller, commandId, now);
    return done.ok ? ok({}) : done;
  },
};

export const countStockDoor: CommandDoor<'stock.count'> = {
  type: 'stock.count',
  roles: commandRoles['stock.count'],
  apply: async (tx, { payload, commandId, caller, now }) => {
    const done = await countStock(tx, payload, caller, commandId, now);
    return done.ok ? ok({}) : done;
  },
};
