// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkspaceRoutes } from '../app/workspace-routes.tsx';
import { fakeReplica } from '../story/fake-replica.ts';
import { NOW, userFixture } from '../story/fixtures.ts';
import { onPage } from '../story/on-page.tsx';
import { makeWorld, type World } from '../story/world.ts';

afterEach(cleanup);

function open(role: 'ADMIN' | 'READONLY' | 'FIELD_AGENT', path: string, change: (world: World) => World = (w) => w) {
  const world = change(makeWorld('usual'));
  const replica = fakeReplica({ world, user: userFixture({ role }), now: () => NOW });
  onPage(<WorkspaceRoutes role={role} />, { replica, path: path.replace('{shop}', world.retailers[5]?.id ?? '') });
  return { world, replica };
}

describe('the office', () => {
  it('sees what needs a person, and deals with an alert', async () => {
    const { replica } = open('ADMIN', '/now');
    expect(screen.getByText('No vendor is left for an order')).toBeDefined();
    const [button] = screen.getAllByRole('button', { name: 'Dealt with' });
    if (!button) throw new Error('no alert to deal with');
    fireEvent.click(button);
    await waitFor(() => expect(screen.queryByText('No vendor is left for an order')).toBeNull());
    expect(replica.outbox.get().waiting[0]?.type).toBe('alert.acknowledge');
  });

  it('is offered nothing where it may only look', () => {
    open('READONLY', '/now');
    expect(screen.getByText('No vendor is left for an order')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Dealt with' })).toBeNull();
    open('READONLY', '/credit/{shop}');
    for (const name of [/Take payment/, /Change limit/, /Stop orders/]) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });

  it('leads an unknown address to where the day begins', () => {
    open('ADMIN', '/nowhere');
    expect(screen.getByText('Ordered today')).toBeDefined();
  });

  it('changes a limit only with a reason', async () => {
    const { replica } = open('ADMIN', '/credit/{shop}');
    fireEvent.click(screen.getByTestId('set-limit'));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByTestId('limit-amount'), { target: { value: '1,20,000' } });
    expect(dialog.getByTestId<HTMLButtonElement>('limit-submit').disabled).toBe(true);
    fireEvent.change(dialog.getByTestId('limit-reason'), { target: { value: 'Pays on the day' } });
    fireEvent.click(dialog.getByTestId('limit-submit'));
    await waitFor(() =>
      expect(replica.outbox.get().waiting[0]).toMatchObject({
        type: 'credit.setLimit',
        payload: { limitPaisa: 12_000_000, reason: 'Pays on the day' },
      }),
    );
  });
});

describe('an agent in a shop', () => {
  it('takes a payment and has the receipt’s number at once', async () => {
    const { replica, world } = open('FIELD_AGENT', '/shops/{shop}');
    fireEvent.click(screen.getByTestId('take-payment'));
    fireEvent.change(await screen.findByTestId('payment-amount'), { target: { value: '१०००' } });
    fireEvent.click(screen.getByTestId('payment-submit'));
    const number = (await screen.findByTestId('receipt-number')).textContent;
    expect(number).toMatch(/^R-[0-9A-F]{8}$/);
    expect(replica.outbox.get().waiting[0]).toMatchObject({
      type: 'payment.record',
      payload: { amountPaisa: 100_000, method: 'CASH', retailerId: world.retailers[5]?.id },
    });
  });

  it('reads before ordering why the shop may not, and what would help', async () => {
    open('FIELD_AGENT', '/shops/{shop}');
    fireEvent.click(screen.getByTestId('new-order'));
    const search = await screen.findByTestId('goods-search');
    fireEvent.change(search, { target: { value: 'RICE-1KG' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    expect(await screen.findByText(/46 days past due/)).toBeDefined();
    expect(screen.getByTestId<HTMLButtonElement>('order-submit').disabled).toBe(true);
  });

  it('orders at the price it saw', async () => {
    const noDebt = (world: World): World => ({
      ...world,
      retailers: world.retailers.map((shop) => ({
        ...shop,
        block: null,
        approved: true,
        credit: { ...shop.credit, outstandingPaisa: 0, oldestDueDay: null },
      })),
    });
    const { replica } = open('FIELD_AGENT', '/shops/{shop}', noDebt);
    fireEvent.click(screen.getByTestId('new-order'));
    const search = await screen.findByTestId('goods-search');
    fireEvent.change(search, { target: { value: 'RICE-1KG' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    const quantity = await screen.findByLabelText('Quantity of Basmati Rice 1KG');
    fireEvent.change(quantity, { target: { value: '10' } });
    fireEvent.blur(quantity);
    await waitFor(() => expect(screen.getByText('Rs. 1,728.90')).toBeDefined());
    fireEvent.click(screen.getByTestId('order-submit'));
    await waitFor(() =>
      expect(replica.outbox.get().waiting[0]).toMatchObject({
        type: 'order.create',
        payload: { lines: [{ quantityMilli: 10_000 }], seenTotalPaisa: 172_890 },
      }),
    );
  });
});
