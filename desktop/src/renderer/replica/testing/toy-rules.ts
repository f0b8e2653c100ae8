import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import { changed, type PendingCommand } from '@khaacho/shared/sync/projection.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import type { Project } from '../overlay.ts';
import { idOf, orderOf } from './samples.ts';

function is<T extends CommandType>(type: T, command: PendingCommand): command is PendingCommand<T> {
  return command.type === type;
}

/**
 * A small world with the kinds of rules the real one has: stock moves by a difference and never goes below zero, a count is a
 * fact and never refused, an order is made after looking through all offers, an order is cancelled once.
 */
export const toyRules: Project = (read, command) => {
  if (is('stock.adjust', command)) {
    const offer = read.get('offers', command.payload.offerId);
    if (!offer) return err(refusal('OFFER_UNKNOWN', 'There is no such offer.'));
    const onHandMilli = offer.onHandMilli + command.payload.deltaMilli;
    if (onHandMilli < 0) return err(refusal('INSUFFICIENT_STOCK', 'There is not so much.'));
    return ok([changed('offers', { ...offer, onHandMilli, version: offer.version + 1 })]);
  }
  if (is('stock.count', command)) {
    const offer = read.get('offers', command.payload.offerId);
    if (!offer) return ok([]);
    return ok([changed('offers', { ...offer, onHandMilli: command.payload.countedMilli, version: offer.version + 1 })]);
  }
  if (is('order.create', command)) {
    const itemCount = read.all('offers').length;
    const number = Number(command.payload.orderId.slice(-6));
    return ok([
      changed('orders', orderOf(number, { id: command.payload.orderId, itemCount, state: 'ASSIGNED', version: 1 })),
    ]);
  }
  if (is('order.cancel', command)) {
    const order = read.get('orders', command.payload.orderId);
    if (!order) return err(refusal('ORDER_UNKNOWN', 'There is no such order.'));
    if (order.state === 'CANCELLED') return err(refusal('ORDER_MOVE_ILLEGAL', 'It is cancelled already.'));
    return ok([changed('orders', { ...order, state: 'CANCELLED', version: order.version + 1 })]);
  }
  return err(refusal('COMMAND_UNKNOWN', 'Not in this small world.'));
};

export const adjustBy = (offer: number, deltaMilli: number): Payloads['stock.adjust'] => {
  return { offerId: idOf(offer), deltaMilli, reason: 'FOUND' };
};
export const cancelOf = (order: number): Payloads['order.cancel'] => ({ orderId: idOf(order), reason: 'not wanted' });
export const createOf = (order: number): Payloads['order.create'] => {
  return {
    orderId: idOf(order),
    retailerId: idOf(900_000),
    lines: [{ productId: idOf(600_001), quantityMilli: 1000 }],
  };
};
