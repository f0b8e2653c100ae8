// @vitest-environment jsdom
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeReplica } from '../../story/fake-replica.ts';
import { NOW, orderFixture, userFixture, vendorFixture } from '../../story/fixtures.ts';
import { onPage } from '../../story/on-page.tsx';
import { makeWorld } from '../../story/world.ts';
import { Today } from './today.tsx';

function desk(over: Partial<OrderDocument> = {}) {
  const vendor = vendorFixture();
  const orders = [
    orderFixture({ vendor, orderNumber: 'ORD261120001', placedMinutesAgo: 60, ...over }),
    orderFixture({ vendor, orderNumber: 'ORD261120002', placedMinutesAgo: 30 }),
    orderFixture({ vendor, orderNumber: 'ORD261120003', state: 'PACKING' }),
  ];
  const user = userFixture({ vendorId: vendor.id, vendorName: vendor.name });
  const replica = fakeReplica({ world: { ...makeWorld('empty'), vendors: [vendor], orders }, user, now: () => NOW });
  onPage(<Today />, { replica, path: '/today' });
  return { replica };
}
const column = (id: string) => within(screen.getByTestId(`column-${id}`));
const press = (key: string) => fireEvent.keyDown(document.body, { key });

afterEach(cleanup);

describe('today', () => {
  it('has the most urgent to answer on top, and takes it with one key', async () => {
    const { replica } = desk();
    expect(column('answer').getAllByRole('button')[0]?.dataset['testid']).toBe('order-row-ORD261120001');
    press('a');
    await waitFor(() => expect(column('pack').getByTestId('order-row-ORD261120001')).toBeDefined());
    expect(column('pack').getByText('waiting since 12:00')).toBeDefined();
    expect(column('pack').getByTestId('order-state-ORD261120001').dataset['state']).toBe('ACCEPTED');
    expect(replica.outbox.get().waiting.map(({ type, payload }) => [type, payload])).toEqual([
      ['order.accept', { orderId: expect.any(String), assignment: 1 }],
    ]);
    // The cursor stays where it was: the next press takes the next one.
    press('a');
    await waitFor(() => expect(column('pack').getAllByRole('button')).toHaveLength(2));
  });

  it('asks why before it refuses, by digit and Enter', async () => {
    const { replica } = desk();
    press('r');
    const dialog = await screen.findByRole('dialog');
    // Keys of the board sleep under the dialog.
    fireEvent.keyDown(dialog, { key: 'a' });
    fireEvent.keyDown(dialog, { key: '3' });
    await waitFor(() => expect(within(dialog).getByTestId<HTMLInputElement>('reason-TOO_BUSY').checked).toBe(true));
    fireEvent.click(within(dialog).getByTestId('reason-confirm'));
    await waitFor(() =>
      expect(replica.outbox.get().waiting).toMatchObject([{ type: 'order.reject', payload: { reason: 'TOO_BUSY' } }]),
    );
  });

  it('walks between columns, and offers what fits the card', async () => {
    desk();
    press('ArrowRight');
    await waitFor(() => expect(screen.getByTestId('action-dispatch')).toBeDefined());
    expect(screen.queryByTestId('action-accept')).toBeNull();
    press('d');
    await waitFor(() => expect(column('road').getByTestId('order-row-ORD261120003')).toBeDefined());
  });

  it('says in words what the rule will not have, and queues nothing', async () => {
    const { replica } = desk({ vendorId: vendorFixture().id });
    press('a');
    expect(await screen.findByText(/went to another vendor meanwhile/)).toBeDefined();
    expect(replica.outbox.get().waiting).toHaveLength(0);
  });

  it('opens an order beside the board and closes it with Esc', async () => {
    desk();
    fireEvent.click(screen.getByTestId('order-row-ORD261120002'));
    const panel = await screen.findByTestId('side-panel');
    expect(within(panel).getByTestId('action-accept')).toBeDefined();
    press('Escape');
    await waitFor(() => expect(screen.queryByTestId('side-panel')).toBeNull());
  });
});
