import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { createTestApp, emailOf, seedPeople, type TestApp } from '../people/test-app.ts';
import { chainAuditLines, recordAudit, verifyAuditChain } from './service.ts';

let app: TestApp;
let admin: string;

beforeAll(async () => {
  app = await createTestApp();
  await seedPeople(app.db, app.now());
  admin = (await app.signIn(emailOf('ADMIN'))).accessToken;
});
afterAll(() => app.close());

const caller = { userId: 'system', role: 'SYSTEM', deviceId: null };
const write = (action: string, id: string, after?: unknown) =>
  transaction(app.db, (tx) =>
    recordAudit(tx, { caller, action, subject: { type: 'thing', id }, after, now: app.now() }),
  );
const list = async (query: string) => {
  const answered = await app.call('GET', `/api/v1/audit?${query}`, { token: admin });
  return {
    ...answered,
    rows: answered.body.data as { id: string; subjectId: string; after: unknown }[],
    next: (answered.body.pagination as { nextCursor: string | null } | undefined)?.nextCursor,
  };
};

describe('the audit log', () => {
  it('is written with what it tells of, or not at all', async () => {
    const failed = transaction(app.db, async (tx) => {
      await recordAudit(tx, {
        caller: null,
        action: 'test.lost',
        subject: { type: 'thing', id: null },
        now: app.now(),
      });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow();
    expect((await list('action=test.lost')).rows).toEqual([]);
  });

  it('takes neither change nor removal', async () => {
    await write('test.kept', '1');
    for (const statement of [
      "update audit_log set action = 'other'",
      'delete from audit_log',
      'truncate audit_log cascade',
      'delete from audit_chain',
    ]) {
      await expect(sql.raw(statement).execute(app.db)).rejects.toThrow('append-only');
    }
  });

  it('is read newest first by cursor, stable while lines are added', async () => {
    for (let nth = 1; nth <= 25; nth += 1) await write('test.page', String(nth), { nth });
    const first = await list('action=test.page&limit=10');
    expect(first.rows.map((row) => row.subjectId)).toEqual([
      '25',
      '24',
      '23',
      '22',
      '21',
      '20',
      '19',
      '18',
      '17',
      '16',
    ]);
    await write('test.page', 'meanwhile');
    const second = await list(`action=test.page&limit=10&cursor=${first.next}`);
    expect(second.rows.map((row) => row.subjectId)[0]).toBe('15');
    const third = await list(`action=test.page&limit=10&cursor=${second.next}`);
    expect([third.rows.length, third.next, third.rows[0]?.after]).toEqual([5, null, { nth: 5 }]);
    expect((await list('cursor=nonsense')).status).toBe(400);
    expect(
      (await list('subjectType=thing&subjectId=25&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).rows,
    ).toEqual([]);
  });

  it('is chained once, also by two writers at the same time', async () => {
    while ((await chainAuditLines(app.db)) > 0);
    for (let nth = 0; nth < 30; nth += 1) await write('test.chain', String(nth));
    const linked = await Promise.all([chainAuditLines(app.db), chainAuditLines(app.db), chainAuditLines(app.db)]);
    expect(linked.reduce((sum, count) => sum + count, 0)).toBe(30);
    const report = await verifyAuditChain(app.db);
    expect(report).toMatchObject({ unchained: 0, brokenAt: null });
    const shown = await app.call('GET', '/api/v1/audit/chain', { token: admin });
    expect(shown.body.data).toEqual(report);
  });

  it.each([
    [
      'a changed line',
      `update audit_log set after = '{"nth": 999}' where id = (select audit_id from audit_chain where position = 5)`,
    ],
    [
      'a removed line',
      'delete from audit_chain where position = 5; delete from audit_log where id not in (select audit_id from audit_chain)',
    ],
    [
      'an inserted line',
      `update audit_chain set position = position + 1000 where position >= 5;
       insert into audit_log (id, at, action, subject_type) values ('01980000-0000-7000-8000-000000000bad', now(), 'test.forged', 'thing');
       insert into audit_chain values (5, '01980000-0000-7000-8000-000000000bad', sha256('x'));
       update audit_chain set position = position - 999 where position > 1000`,
    ],
    [
      'two lines exchanged',
      'update audit_chain set audit_id = (select audit_id from audit_chain where position = 6) where position = 5',
    ],
  ])('shows %s', async (_, statement) => {
    const copy = await createTestApp();
    for (let nth = 0; nth < 10; nth += 1) {
      await transaction(copy.db, (tx) =>
        recordAudit(tx, {
          caller,
          action: 'test',
          subject: { type: 'thing', id: String(nth) },
          after: { nth },
          now: copy.now(),
        }),
      );
    }
    await chainAuditLines(copy.db);
    expect((await verifyAuditChain(copy.db)).brokenAt).toBeNull();
    await sql.raw('alter table audit_chain drop constraint audit_chain_audit_id_key').execute(copy.db);
    await sql.raw(`do $$ begin set local session_replication_role = replica; ${statement}; end $$`).execute(copy.db);
    expect((await verifyAuditChain(copy.db)).brokenAt).toBe(5);
    await copy.close();
  });
});
