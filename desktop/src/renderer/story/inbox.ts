import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { fixtureId, minutesAgo } from './fixtures.ts';
import type { World } from './world.ts';

/** The photo of a list that stands in the first thread. */
export const PHOTO_SHA256 = 'ab'.repeat(32);

type Said = Partial<MessageDocument> & { body: string };
function message(retailerId: string | null, minutes: number, said: Said): MessageDocument {
  const inbound = said.direction === 'INBOUND';
  const at = minutesAgo(minutes);
  return {
    ...{ id: fixtureId(), retailerId, direction: 'OUTBOUND', kind: 'TEXT', orderId: null, medium: 'WHATSAPP' },
    ...{ status: inbound ? 'HANDLED' : 'READ', chatId: retailerId ?? fixtureId(), at, updatedAt: at, ...said },
  };
}
const heard = (retailerId: string | null, minutes: number, body: string, over: Partial<MessageDocument> = {}) =>
  message(retailerId, minutes, { body, direction: 'INBOUND', ...over });

function question(
  shop: RetailerDocument | null,
  minutes: number,
  about: string,
  figures: AlertDocument['figures'] = {},
): AlertDocument {
  const at = minutesAgo(minutes);
  const name = shop?.name ?? null;
  return {
    ...{ id: fixtureId(), kind: shop ? 'MESSAGE_UNREAD' : 'UNKNOWN_SENDER', orderId: null, vendorId: null },
    ...{ severity: about === 'COMPLAINT' ? 'CRITICAL' : 'WARNING', message: `${name ?? 'Somebody'} wrote.` },
    figures: shop ? { name, about, ...figures } : figures,
    ...{ retailerId: shop?.id ?? null, chatId: shop?.id ?? fixtureId(), acknowledgedAt: null, acknowledgedBy: null },
    ...{ openedAt: at, updatedAt: at },
  };
}

/** The usual world with chats that wait: a complaint with a photo and a draft beside it, and some of every other kind. */
export function withInbox(world: World, { long = 0, strangers = 1 } = {}): World {
  const shops = world.retailers;
  const complainer = shops[4];
  const payer = shops[5];
  const asker = shops[10];
  const other = shops[9];
  if (!complainer || !payer || !asker || !other) return world;
  const rotten = heard(complainer.id, 52, 'Two bags of the rice were wet and one is torn. Who takes them back?');
  const paid = heard(payer.id, 200, 'hijo 12 hajar esewa bata pathaeko, kasle paayo?');
  const price = heard(asker.id, 35, 'Do you have the big tin of ghee again, and what does it cost for ten of them?');
  const unclear = heard(other.id, 8, 'त्यो अस्ति भनेको चाहिँ पठाइदिनु न');
  const extra = Array.from({ length: long }, (_, n) =>
    n % 2 === 0
      ? heard(complainer.id, 200_000 - n * 90, `Message ${n}: ${'rice '.repeat((n % 7) + 1)}`)
      : message(complainer.id, 200_000 - n * 90, { body: `Answer ${n}` }),
  );
  const unknown = Array.from({ length: strangers }, (_, n) => {
    const alert = question(null, 90 + n, 'STRANGER', { phone: `+97798611${String(20_000 + n)}` });
    return { alert, hello: heard(null, 90 + n, 'Namaste, I have a shop in Chhinchu', { chatId: alert.chatId ?? '' }) };
  });
  return {
    ...world,
    retailers: shops.map((shop) => (shop === complainer ? { ...shop, draft: draftOf(world) } : shop)),
    messages: [
      ...extra,
      ...world.messages.filter((one) => one.retailerId !== payer.id),
      heard(complainer.id, 1600, 'RICE-1KG x 20'),
      message(complainer.id, 1599, {
        body: 'Order Confirmed!\nOrder #ORD261119002\nStatus: PENDING\nTotal: Rs.3390.00',
      }),
      message(complainer.id, 1490, {
        body: 'Your order #ORD261119002 was delivered. Amount: Rs.3390.00',
        status: 'DELIVERED',
      }),
      rotten,
      message(complainer.id, 51, {
        body: 'Thank you for telling us. A person reads this and answers you.',
        status: 'SENT',
      }),
      message(complainer.id, 50, {
        ...{ body: 'Third time this month. ABC takes the bags back tomorrow.', internal: true, status: 'HANDLED' },
        writtenBy: 'Nabin Karki',
      }),
      heard(complainer.id, 44, 'And this is what I need tomorrow', {
        kind: 'IMAGE',
        media: [{ sha256: PHOTO_SHA256, contentType: 'image/jpeg', kind: 'PHOTO' }],
        reading: {
          lines: [
            { text: 'चामल बासमती १०', confidence: 0.93 },
            { text: 'tokla chiya 2', confidence: 0.71 },
          ],
          failure: null,
        },
      }),
      message(complainer.id, 43, {
        body: 'Basmati Rice 1KG (RICE-1KG) x 10\nHow many of Tokla Gold Tea 500G: 2 packet?',
      }),
      message(complainer.id, 20, {
        ...{ body: 'We bring three new bags tomorrow before ten.', status: 'DELIVERED', writtenBy: 'Asha Rai' },
      }),
      paid,
      message(payer.id, 120, { body: 'Your bill of Rs.12400.00 is 46 days late.', status: 'FAILED' }),
      price,
      unclear,
      ...unknown.map(({ hello }) => hello),
    ],
    alerts: [
      question(payer, 200, 'PAYMENT', { messageId: paid.id }),
      question(complainer, 52, 'COMPLAINT', { messageId: rotten.id }),
      question(asker, 35, 'INQUIRY', { messageId: price.id }),
      question(other, 8, 'OTHER'),
      ...unknown.map(({ alert }) => alert),
    ],
  };
}

function draftOf({ products }: World): RetailerDocument['draft'] {
  const [rice, , , , , , , , tea] = products;
  const clear = { unit: 'packet', alternatives: [], problem: null };
  return {
    id: fixtureId(),
    state: 'ASKING',
    lines: [
      { ...clear, raw: 'चामल बासमती १०', productId: rice?.id ?? null, quantityMilli: 10_000, confidence: 0.96 },
      {
        ...clear,
        ...{ raw: 'tokla chiya 2', productId: tea?.id ?? null, quantityMilli: null, confidence: 0.72 },
        problem: 'quantity',
      },
      {
        ...{ raw: 'tel', productId: null, quantityMilli: 3000, unit: null, confidence: 0.6, problem: 'product' },
        alternatives: products.slice(4, 6).map(({ id }) => ({ productId: id, confidence: 0.62 })),
      },
    ],
    totalPaisa: null,
    since: minutesAgo(44),
    expiresAt: minutesAgo(-6),
  };
}
