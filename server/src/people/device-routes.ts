import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { deviceIdSchema, roleSchema } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { offsetOf, pageQuerySchema } from '../http/pagination.ts';
import { replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { deviceSchema } from './contract.ts';
import { listDevices, revokeDevice } from './devices.ts';
import type { People } from './service.ts';

const params = z.object({ id: deviceIdSchema });

export function deviceRoutes(people: People): Route[] {
  const revoke = (method: 'post' | 'delete', path: string) =>
    route({
      method,
      path,
      roles: roleSchema.options,
      summary: 'Signs a device out for good; an administrator any, others their own.',
      params,
      answer: z.null(),
      handler: ({ params: { id }, caller, now }) =>
        transaction(people.db, (tx) => revokeDevice(tx, people.access, id, caller, now)),
    });
  return [
    route({
      method: 'get',
      path: '/devices',
      roles: roleSchema.options,
      summary: 'Devices, seen last first; the back office sees all, others their own.',
      query: pageQuerySchema.extend({ userId: idSchema.optional() }),
      answer: z.array(deviceSchema),
      handler: async ({ query: { page, limit, userId }, caller }) => {
        const whose = BACK_OFFICE.includes(caller.role) ? userId : caller.userId;
        const { devices, total } = await listDevices(
          people.db,
          { userId: whose },
          { limit, offset: offsetOf({ page, limit }) },
        );
        return replyPage(devices, { page, limit, total });
      },
    }),
    revoke('post', '/devices/:id/revoke'),
    revoke('delete', '/devices/:id'),
  ];
}
