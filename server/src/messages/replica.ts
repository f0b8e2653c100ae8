import { ok } from '@khaacho/shared/kernel/result.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { CommandDoor } from '../sync/registry.ts';
import { replyToShop } from './reply-service.ts';

export const sendMessageDoor: CommandDoor<'message.send'> = {
  type: 'message.send',
  roles: commandRoles['message.send'],
  apply: async (tx, { payload, commandId, caller, now }) => {
    const replied = await replyToShop(tx, payload, { key: commandId, caller, now });
    return replied.ok ? ok({}) : replied;
  },
};
