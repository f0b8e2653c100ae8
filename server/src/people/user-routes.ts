import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import { roleSchema } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { offsetOf, pageQuerySchema } from '../http/pagination.ts';
import { replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { newUserSchema, userChangeSchema, userRecordSchema, userStatusSchema } from './contract.ts';
import { busyHashing, type People } from './service.ts';
import { changeUser, createUser, listPeople, readPerson } from './users.ts';

const params = z.object({ id: idSchema });
const userQuerySchema = pageQuerySchema.extend({
  role: roleSchema.optional(),
  status: userStatusSchema.optional(),
  vendorId: idSchema.optional(),
  q: z.string().trim().min(1).max(100).optional(),
});

function readRoutes(people: People): Route[] {
  return [
    route({
      method: 'get',
      path: '/users',
      roles: BACK_OFFICE,
      summary: 'People by name; filtered by role, status, vendor or part of a name, address or number.',
      query: userQuerySchema,
      answer: z.array(userRecordSchema),
      handler: async ({ query: { page, limit, ...filter } }) => {
        const found = await listPeople(people.db, filter, { limit, offset: offsetOf({ page, limit }) });
        return replyPage(found.people, { page, limit, total: found.total });
      },
    }),
    route({
      method: 'get',
      path: '/users/:id',
      roles: BACK_OFFICE,
      summary: 'One person.',
      params,
      answer: userRecordSchema,
      handler: ({ params: { id } }) => readPerson(people.db, id),
    }),
  ];
}

function writeRoutes(people: People): Route[] {
  return [
    route({
      method: 'post',
      path: '/users',
      roles: ['ADMIN'],
      summary: 'Adds a person of the desk.',
      body: newUserSchema,
      answer: userRecordSchema,
      status: 201,
      idempotent: true,
      handler: async ({ body: { password, ...fields }, caller, now, idempotency }) => {
        const passwordHash = password === undefined ? null : await people.passwords.hash(password);
        if (password !== undefined && passwordHash === null) return err(busyHashing());
        return transaction(people.db, (tx) =>
          withIdempotency(tx, idempotency, () => createUser(tx, { ...fields, passwordHash }, caller, now)),
        );
      },
    }),
    route({
      method: 'put',
      path: '/users/:id',
      roles: ['ADMIN'],
      summary: 'Changes a person; what is left out stays.',
      params,
      body: userChangeSchema,
      answer: userRecordSchema,
      handler: async ({ params: { id }, body: { password, ...fields }, caller, now }) => {
        const passwordHash = password === undefined ? undefined : await people.passwords.hash(password);
        if (passwordHash === null) return err(busyHashing());
        const change = passwordHash === undefined ? fields : { ...fields, passwordHash };
        return transaction(people.db, (tx) => changeUser(tx, people.access, id, change, caller, now));
      },
    }),
    route({
      method: 'delete',
      path: '/users/:id',
      roles: ['ADMIN'],
      summary: 'Closes an account: its sessions end, its history stays.',
      params,
      answer: userRecordSchema,
      handler: ({ params: { id }, caller, now }) =>
        transaction(people.db, (tx) => changeUser(tx, people.access, id, { status: 'DISABLED' }, caller, now)),
    }),
  ];
}

export function userRoutes(people: People): Route[] {
  return [...readRoutes(people), ...writeRoutes(people)];
}
