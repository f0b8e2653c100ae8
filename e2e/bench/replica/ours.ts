import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { pushAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import type { Server, World } from '../lib/server.ts';
import type { Subject } from './measure.ts';
import { changeOrders, openSocket } from './orders.ts';
import type { Tab } from './tab.ts';
import { openWire } from './wire.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const BUILT = join(ROOT, '.cache', 'bench-page');
export const VENDOR = 'vendor1@khaacho.test';
export const ADMIN = 'admin@khaacho.test';

/** The page with our replica alone, built as the renderer is. */
export function buildPage(): void {
  mkdirSync(BUILT, { recursive: true });
  const vite = join(ROOT, 'desktop', 'node_modules', 'vite', 'bin', 'vite.js');
  const page = join(import.meta.dirname, 'page');
  const flags = ['--outDir', BUILT, '--emptyOutDir', '--target', 'es2023', '--logLevel', 'warn'];
  execFileSync(process.execPath, [vite, 'build', page, ...flags], { cwd: join(ROOT, 'desktop'), stdio: 'inherit' });
}

/** The renderer that the server serves, built anew where its sources have changed. */
export function buildRenderer(): void {
  const script =
    "const {ensureBuilt}=await import('./scripts/lib/builds.mjs'); if ((await ensureBuilt('renderer')).code !== 0) process.exit(1)";
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, stdio: 'inherit' });
}

/** The server knows nothing of the bench: on a page of its origin the built script is put by the browser. */
async function putPage({ page }: Tab): Promise<void> {
  const [script] = readdirSync(join(BUILT, 'assets')).filter((file) => file.endsWith('.js'));
  if (script === undefined) throw new Error('the page of the bench was not built');
  await page.addScriptTag({ path: join(BUILT, 'assets', script), type: 'module' });
}

export type Offer = { id: string; sku: string; onHandMilli: number };

/** The good whose stock the other desk moves: the first on the vendor's list. */
async function offerOf({ db }: World): Promise<Offer> {
  const { rows } = await db.query(
    `SELECT f.id, p.sku, s.on_hand_milli AS "onHandMilli" FROM users u JOIN offers f ON f.vendor_id = u.vendor_id
     JOIN products p ON p.id = f.product_id JOIN stock_levels s ON s.offer_id = f.id
     WHERE u.email = $1 AND f.active ORDER BY p.name LIMIT 1`,
    [VENDOR],
  );
  return { id: String(rows[0]?.id), sku: String(rows[0]?.sku), onHandMilli: Number(rows[0]?.onHandMilli) };
}

export type Ours = Subject & { offer: Offer; close(): Promise<void> };

/** Our server behind a wire, with another desk that adjusts stock. */
export async function openOurs(world: World, server: Server, orders: number): Promise<Ours> {
  const wire = await openWire(Number(new URL(server.url).port));
  const deviceId = 'bench-writer-device';
  const socket = await openSocket(server, VENDOR, deviceId);
  const offer = await offerOf(world);
  const { rows } = await world.db.query(
    "SELECT id FROM orders WHERE order_number LIKE 'BENCH%' ORDER BY placed_at DESC LIMIT 1",
  );
  const beacon = String(rows[0]?.id);
  let deviceSeq = 0;
  const commit = async () => {
    deviceSeq += 1;
    offer.onHandMilli += 1000;
    const payload = { offerId: offer.id, deltaMilli: 1000, reason: 'RECEIVED' };
    const issuedAt = new Date().toISOString();
    const command = { id: newId(new Date()), type: 'stock.adjust', version: 1, payload, issuedAt, deviceSeq };
    const answer = pushAnswerSchema.parse(await socket.timeout(10_000).emitWithAck('push', { commands: [command] }));
    const verdict = 'verdicts' in answer ? answer.verdicts[0] : undefined;
    if (verdict?.status !== 'applied') throw new Error(`not applied: ${JSON.stringify(answer)}`);
    return { mark: offer.onHandMilli };
  };
  return {
    name: 'Khaacho',
    wire,
    path: '/health',
    put: putPage,
    serverPid: server.pid,
    orders,
    reader: ADMIN,
    writer: VENDOR,
    followed: offer.id,
    beacon,
    offer,
    commit,
    change: (count, version) => changeOrders(world.db, count, version, beacon),
    close: async () => {
      socket.disconnect();
      await wire.close();
    },
  };
}
