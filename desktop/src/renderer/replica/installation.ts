import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import { deviceIdSchema, type User, userSchema } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import { answered, committed, openDatabase } from './idb.ts';
import { sealWith } from './sealing.ts';
import { browserVault, desktopVault, type MasterKey, type Shelf, type Vault } from './vault.ts';

const DATABASE = 'khaacho-installation';
const ITEMS = 'items';

const keptSessionSchema = z.object({
  user: userSchema,
  deviceId: deviceIdSchema,
  refreshToken: z.string(),
  /** Idempotency key of a refresh that was sent and whose answer has not come. */
  refreshKey: z.string().nullable(),
  needsSignIn: z.boolean(),
});
export type KeptSession = z.infer<typeof keptSessionSchema>;

/** A person who has signed in here. The server ties a device id to one person, so each has one of their own. */
const personSchema = z.object({
  userId: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  deviceId: deviceIdSchema,
});
type Person = z.infer<typeof personSchema>;

/** What belongs to this installation rather than to a person's replica. */
export type Installation = {
  vault: Vault;
  /** The device id of whoever signs in with this e-mail or phone: made once per person, kept for good. */
  deviceIdFor(signIn: string): Promise<string>;
  keepPerson(user: User, deviceId: string): Promise<void>;
  session(): Promise<KeptSession | null>;
  keepSession(session: KeptSession | null): Promise<void>;
  epoch(userId: string): Promise<string | null>;
  keepEpoch(userId: string, epoch: string | null): Promise<void>;
  close(): void;
};

export async function openInstallation(masterKey: MasterKey | null, newId: () => string): Promise<Installation> {
  const idb = await openDatabase(DATABASE, { [ITEMS]: {} });
  const shelf = shelfIn(idb);
  const vault = masterKey ? desktopVault(shelf, masterKey) : browserVault(shelf);
  const seal = async () => sealWith(await vault.key('session'));
  // What does not open any more is as good as absent: it means signing in again, nothing worse.
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const sealed = await shelf.get(name);
    if (!(sealed instanceof ArrayBuffer)) return null;
    const text = await (await seal()).open(sealed, name).catch(() => null);
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
  };
  const keep = async (name: string, value: object | null): Promise<void> => {
    await shelf.put(name, value === null ? undefined : await (await seal()).close(JSON.stringify(value), name));
  };
  const people = async (): Promise<Person[]> => (await read('people', z.array(personSchema))) ?? [];
  return {
    vault,
    async deviceIdFor(signIn) {
      const name = signIn.trim().toLowerCase();
      const phone = normalisePhone(name);
      const known = (await people()).find((one) => one.email?.toLowerCase() === name || (phone && one.phone === phone));
      return known?.deviceId ?? newId();
    },
    async keepPerson({ id, email, phone }, deviceId) {
      const others = (await people()).filter((one) => one.userId !== id);
      await keep('people', [...others, { userId: id, email, phone, deviceId }]);
    },
    session: () => read('session', keptSessionSchema),
    keepSession: (session) => keep('session', session),
    async epoch(userId) {
      return z.string().safeParse(await shelf.get(`epoch:${userId}`)).data ?? null;
    },
    keepEpoch: (userId, epoch) => shelf.put(`epoch:${userId}`, epoch ?? undefined),
    close: () => idb.close(),
  };
}

function shelfIn(idb: IDBDatabase): Shelf {
  const write = () => idb.transaction(ITEMS, 'readwrite', { durability: 'strict' });
  return {
    get: (name) => answered(idb.transaction(ITEMS, 'readonly').objectStore(ITEMS).get(name)),
    async put(name, value) {
      const transaction = write();
      const items = transaction.objectStore(ITEMS);
      if (value === undefined) items.delete(name);
      else items.put(value, name);
      await committed(transaction);
    },
    async putIfAbsent(name, value) {
      const transaction = write();
      const items = transaction.objectStore(ITEMS);
      const kept: unknown = await answered(items.get(name));
      if (kept !== undefined) return kept;
      items.put(value, name);
      await committed(transaction);
      return value;
    },
  };
}
