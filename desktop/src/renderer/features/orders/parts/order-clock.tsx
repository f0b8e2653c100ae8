import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { FINAL } from '@khaacho/shared/orders/states.ts';
import { AgeBadge, Clock } from '../../../ui/dates.tsx';
import { standsSince, stuckMinutes } from '../waiting.ts';

/** The clock that runs on an order: the deadline to answer, else how long it has stood where it is. None when finished. */
export function OrderClock({ order }: { order: OrderDocument }) {
  if (FINAL.includes(order.state) || order.state === 'DELIVERED') return null;
  if (order.state === 'ASSIGNED' && order.acceptBy) return <Clock until={order.acceptBy} />;
  const bad = stuckMinutes[order.state];
  return (
    <AgeBadge since={standsSince(order)} {...(bad === undefined ? {} : { warnMinutes: bad / 2, badMinutes: bad })} />
  );
}
