import type { Khaacho } from './server.ts';

export type OrderRow = {
  id: string;
  order_number: string;
  state: string;
  vendor_id: string | null;
  retailer_id: string;
  total_paisa: string;
  paid_paisa: string;
};

export async function orderByNumber(khaacho: Khaacho, number: string): Promise<OrderRow> {
  const [order] = await khaacho.query<OrderRow>(
    'SELECT id, order_number, state, vendor_id, retailer_id, total_paisa, paid_paisa FROM orders WHERE order_number = $1',
    [number],
  );
  if (!order) throw new Error(`no order ${number}`);
  return order;
}

/** The e-mail of somebody who works for the vendor an order is with. */
export async function staffOf(khaacho: Khaacho, vendorId: string | null): Promise<string> {
  const [user] = await khaacho.query<{ email: string }>(
    'SELECT email FROM users WHERE vendor_id = $1 ORDER BY email LIMIT 1',
    [vendorId],
  );
  if (!user) throw new Error('this vendor has no staff');
  return user.email;
}
