import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { fixtureId, minutesAgo } from './fixtures.ts';

/** A chat with one bill unpaid and two messages that did not arrive. */
export function messagesOf(shops: readonly RetailerDocument[]): MessageDocument[] {
  const shop = shops[5]!;
  const say = (
    minutes: number,
    direction: MessageDocument['direction'],
    body: string,
    over: Partial<MessageDocument> = {},
  ) => ({
    id: fixtureId(),
    retailerId: shop.id,
    direction,
    kind: 'TEXT' as const,
    body,
    status: direction === 'INBOUND' ? ('HANDLED' as const) : ('READ' as const),
    orderId: null,
    at: minutesAgo(minutes),
    updatedAt: minutesAgo(minutes),
    ...over,
  });
  return [
    say(2900, 'INBOUND', 'RICE-1KG x 10\nDAL-1KG x 5'),
    say(
      2899,
      'OUTBOUND',
      'Order Summary:\n1. Basmati Rice 1KG\n   Qty 10 x Rs.150.00 = Rs.1500.00\n2. Toor Dal 1KG\n   Qty 5 x Rs.120.00 = Rs.600.00\n\nSubtotal Rs.2100.00\nTax (13%) Rs.273.00\nTotal Rs.2373.00\nReply: "CONFIRM" to place order, "CANCEL" to cancel',
    ),
    say(2890, 'INBOUND', 'CONFIRM'),
    say(2889, 'OUTBOUND', 'Order Confirmed!\nOrder #ORD261118004\nStatus: PENDING', { status: 'DELIVERED' }),
    say(200, 'INBOUND', 'bholi samma paisa dinchhu dai'),
    say(120, 'OUTBOUND', 'Your bill of Rs.12400.00 is 46 days late. Please pay to order again.', { status: 'FAILED' }),
    say(90, 'OUTBOUND', 'तपाईंको बिल तिर्न बाँकी छ।', { retailerId: shops[1]!.id, status: 'FAILED' }),
  ];
}

/** One alert of each weight. */
export function alertsOf(orders: readonly OrderDocument[], shops: readonly RetailerDocument[]): AlertDocument[] {
  const alert = (
    kind: AlertDocument['kind'],
    severity: AlertDocument['severity'],
    message: string,
    minutes: number,
    over: Partial<AlertDocument> = {},
  ): AlertDocument => ({
    id: fixtureId(),
    kind,
    severity,
    message,
    figures: {},
    orderId: null,
    retailerId: null,
    vendorId: null,
    openedAt: minutesAgo(minutes),
    acknowledgedAt: null,
    acknowledgedBy: null,
    updatedAt: minutesAgo(minutes),
    ...over,
  });
  return [
    alert(
      'NO_VENDOR_LEFT',
      'CRITICAL',
      `${orders[11]?.orderNumber ?? 'An order'} was refused by every vendor that could fill it.`,
      25,
      {
        orderId: orders[11]?.id ?? null,
        figures: {
          orderNumber: orders[11]?.orderNumber ?? null,
          totalPaisa: orders[11]?.totalPaisa ?? null,
          dearer: 2,
        },
      },
    ),
    alert(
      'PAYMENT_UNMATCHED',
      'WARNING',
      'Rs. 4,500.00 by wallet, reference 8841-22, belongs to nobody we know.',
      190,
      {
        figures: { amountPaisa: 450_000, receiptNumber: 'R-8841A2C0' },
      },
    ),
    alert('FACT_PARKED', 'CRITICAL', 'A report from a device (stock.count) could not be booked.', 240, {
      figures: {
        type: 'stock.count',
        commandId: fixtureId(),
        because: 'OFFER_UNKNOWN: This good is not on your list.',
      },
    }),
    alert('MESSAGE_UNREAD', 'INFO', 'Nepalgunj Road Traders: “bholi samma paisa dinchhu dai”', 200, {
      retailerId: shops[5]!.id,
    }),
  ];
}
