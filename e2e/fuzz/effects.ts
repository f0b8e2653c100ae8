/** Effects recomputed from the commands that were applied: each once, none for what was refused. */
import type { Run } from './run.ts';

export type Row = {
  id: string;
  type: string;
  status: string;
  code: string | null;
  parked: boolean;
  payload: { deltaMilli?: number; orderId?: string } | null;
  deviceId: string;
  deviceSeq: number;
  position: number | null;
  moves: number;
  movedMilli: number;
  payments: number;
  orders: number;
  steps: number;
  limits: number;
};

const EFFECTS = `
  select c.id, c.type, c.status, c.code, c.parked_because is not null as parked, c.payload,
    c.device_id as "deviceId", c.device_seq::int as "deviceSeq",
    (select l.position::float8 from sync_log l where l.collection = 'commands' and l.doc_id = c.id::text) as position,
    (select count(*)::int from stock_moves m where m.command_id = c.id) as moves,
    (select coalesce(sum(m.delta_milli), 0)::float8 from stock_moves m where m.command_id = c.id) as "movedMilli",
    (select count(*)::int from payments p where p.command_id = c.id) as payments,
    (select count(*)::int from orders o where o.origin_key = 'command:' || c.id) as orders,
    (select count(*)::int from order_history h where h.command_id = c.id) as steps,
    (select count(*)::int from credit_limit_changes k where k.command_id = c.id) as limits
  from command_log c where c.device_id = any($1) order by c.device_id, c.device_seq`;

/** Every command of this seed's devices that has a verdict, with what it has left behind. */
export async function rowsOf({ lane, people, ground }: Run): Promise<Map<string, Row>> {
  const devices = [...people.map((person) => person.member.deviceId), ground.raw.deviceId];
  const { rows } = await lane.house.pool.query<Row>(EFFECTS, [devices]);
  return new Map(rows.map((row) => [row.id, row]));
}

export function checkEffects({ people, ground }: Run, rows: ReadonlyMap<string, Row>, say: (sentence: string) => void) {
  for (const row of rows.values()) {
    const wrong = wrongEffect(row);
    if (wrong) say(`${row.type} ${row.id} (${row.status}${row.parked ? ', kept' : ''}): ${wrong}`);
  }
  for (const { deviceId, name } of [...people.map((person) => person.member), ground.raw]) {
    const own = [...rows.values()].filter((row) => row.deviceId === deviceId);
    for (const [index, row] of own.entries()) {
      if (row.deviceSeq !== index + 1) say(`${name}: number ${index + 1} is missing before ${row.deviceSeq}`);
      const before = own[index - 1];
      if (before && (before.position ?? 0) >= (row.position ?? 0))
        say(`${name}: ${row.id} took effect before ${before.id}, which was given first`);
    }
  }
}

function wrongEffect(row: Row): string | null {
  const { type, moves, payments, orders, steps, limits } = row;
  const all = moves + payments + orders + steps + limits;
  if (row.status !== 'applied' || row.parked) return all === 0 ? null : `has had ${all} effects`;
  if (type === 'stock.adjust') {
    if (moves !== 1) return `has moved stock ${moves} times`;
    return row.movedMilli === row.payload?.deltaMilli ? null : `has moved ${row.movedMilli}`;
  }
  if (type === 'stock.count') return moves === 1 ? null : `has written ${moves} counts`;
  if (type === 'payment.record') return payments === 1 ? null : `has booked ${payments} payments`;
  if (type === 'order.create') return orders === 1 ? null : `has made ${orders} orders`;
  if (type === 'credit.setLimit') return limits === 1 ? null : `has changed ${limits} limits`;
  return steps <= 1 ? null : `has moved its order ${steps} times`;
}
