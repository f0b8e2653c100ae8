import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import type { OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';
import type { RetailerDocument, VendorDocument } from '@khaacho/shared/parties/contract.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import {
  fixtureId,
  ledgerFixture,
  minutesAgo,
  NOW,
  offerFixture,
  orderFixture,
  productFixture,
  retailerFixture,
  vendorFixture,
} from './fixtures.ts';
import { alertsOf, messagesOf } from './talk.ts';

export type World = { [C in keyof Documents]: Documents[C][] };

const goods: [sku: string, name: string, nameNe: string, unit: string, category: string, rupees: number][] = [
  ['RICE-1KG', 'Basmati Rice 1KG', 'बासमती चामल १ केजी', 'packet', 'Rice', 150],
  ['RICE-MANSULI-25', 'Jeera Masino Rice 25KG', 'जिरा मसिनो चामल २५ केजी', 'bori', 'Rice', 2150],
  ['DAL-1KG', 'Toor Dal 1KG', 'रहर दाल १ केजी', 'packet', 'Pulses', 120],
  ['DAL-MUSURO-1KG', 'Red Lentils 1KG', 'मुसुरो दाल १ केजी', 'packet', 'Pulses', 145],
  ['OIL-DHARA-1L', 'Dhara Mustard Oil 1L', 'धारा तोरीको तेल १ लिटर', 'bottle', 'Oil & ghee', 285],
  ['SALT-AAYO-1KG', 'Aayo Salt 1KG', 'आयो नुन १ केजी', 'packet', 'Sugar & salt', 28],
  ['SUGAR-KG', 'Sugar loose', 'खुला चिनी', 'kg', 'Sugar & salt', 102],
  ['WAIWAI-CTN', 'Wai Wai Noodles, carton of 30', 'वाइवाइ चाउचाउ, ३० को कार्टुन', 'carton', 'Noodles & pasta', 570],
  ['TEA-TOKLA-500G', 'Tokla Gold Tea 500G', 'टोक्ला गोल्ड चिया ५०० ग्राम', 'packet', 'Tea & coffee', 320],
  ['SOAP-LUX-100', 'Lux Soap 100G', 'लक्स साबुन १०० ग्राम', 'piece', 'Soap & personal care', 58],
  ['EGG-CRATE', 'Eggs, crate of 30', 'अण्डा, ३० को क्रेट', 'crate', 'Dairy & eggs', 480],
  ['GHEE-DDC-1L', 'DDC Ghee 1L', 'डीडीसी घिउ १ लिटर', 'jar', 'Oil & ghee', 1180],
];

const shopNames: [name: string, owner: string, place: string][] = [
  ['Sita Kirana', 'Sita Sharma', 'Mangalgadhi, Birendranagar-6'],
  ['Shree Ganesh Kirana', 'Ganesh Bahadur KC', 'Ratna Rajmarga, Birendranagar-6'],
  ['Deuti Khadya Store', 'Laxmi Giri', 'Deuti Chok, Birendranagar-2'],
  ['Bhetghat Kirana Pasal', 'Hari Prasad Regmi', 'Bhetghat, Birendranagar-7'],
  ['Pooja General Store', 'Pooja Shrestha', 'Bazar Line, Birendranagar-3'],
  ['Nepalgunj Road Traders', 'Mohammad Salim Ansari', 'Nepalgunj Road, Birendranagar-9'],
  ['Airport Kirana Pasal', 'Nirmala Shahi', 'Bimanasthal, Birendranagar-5'],
  ['Satakhani Store', 'Bimala Sunar', 'Satakhani, Lekbesi-2'],
  ['Gurase Kirana', 'Padam Kumari Rokaya', 'Gurase Bazar, Birendranagar-14'],
  ['हिमाल किराना पसल', 'धन बहादुर बोहरा', 'इत्राम, वीरेन्द्रनगर-४'],
  [
    'Shree Pashupati Nath Bahuuddeshya Krishi Tatha Upabhokta Sahakari Sanstha Limited, Mehelkuna Shakha',
    'Tulasi Prasad Chaudhary Upadhyaya Pokhrel',
    'Mehelkuna Bazar, near the old bus park and the health post, Gurbhakot-10',
  ],
  ['Everest Departmental', 'Suman Malla', 'Bazar Line, Birendranagar-3'],
];

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

type Parts = {
  products: ProductDocument[];
  vendors: VendorDocument[];
  shops: RetailerDocument[];
  offers: OfferDocument[];
};

function parties(): Parts {
  const random = chance(7);
  const products = goods.map(([sku, name, nameNe, unit, category]) =>
    productFixture({ sku, name, nameNe, unit, category, barcode: `89012${sku.length}${name.length}4567` }),
  );
  const vendors = [
    vendorFixture(),
    vendorFixture({ name: 'Surkhet Trade Link', position: { latitude: 28.61, longitude: 81.62 } }),
    vendorFixture({ name: 'Bheri Wholesale and Cold Storage Private Limited', position: null }),
  ];
  const offers = vendors.flatMap((vendor, at) =>
    products.map((product, index) => {
      const rupees = goods[index]?.[5] ?? 100;
      const onHand = index === 4 ? 9 : Math.round(20 + random() * 400);
      return offerFixture({
        vendorId: vendor.id,
        productId: product.id,
        sku: product.sku,
        pricePaisa: Math.round(rupees * (100 + at * 2)),
        costPaisa: Math.round(rupees * 88),
        onHandMilli: onHand * 1000,
        reservedMilli: Math.min(onHand, Math.round(random() * 12)) * 1000,
        lowStockMilli: 12_000,
        active: index !== 9 || at > 0,
      });
    }),
  );
  const late = [0, 4, 0, 0, 0, 46, 12, 0, 3, 0, 101, 0];
  const shops = shopNames.map(([name, ownerName, address], index) => {
    const owed = index === 0 ? 0 : Math.round(random() * 90_000) * 100;
    const days = late[index] ?? 0;
    return retailerFixture({
      name,
      ownerName,
      address: address.split(', ')[0] ?? address,
      city: address.split(', ').at(-1) ?? '',
      phone: index === 7 ? null : `+97798000000${String(index + 1).padStart(2, '0')}`,
      position: index === 8 ? null : { latitude: 28.59 + index * 0.004, longitude: 81.61 + index * 0.006 },
      panNumber: index % 3 === 0 ? '302118345' : null,
      termsDays: index % 4 === 0 ? 15 : 7,
      approved: index !== 8,
      block: index === 6 ? { reason: 'Cheque returned by the bank', since: minutesAgo(4000), by: 'Asha Rai' } : null,
      credit: {
        limitPaisa: [5, 15, 10, 7.5, 20, 8, 7, 3.5, 3, 6, 40, 40][index]! * 1_000_000,
        outstandingPaisa: owed,
        reservedPaisa: Math.round(random() * 9000) * 100,
        oldestDueDay: owed > 0 ? dayBefore(days) : null,
      },
    });
  });
  return { products, vendors, shops, offers };
}

function dayBefore(days: number): string {
  return new Date(NOW.getTime() - (days > 0 ? days : -5) * 86_400_000).toISOString().slice(0, 10);
}

function ordersOf({ products, vendors, shops, offers }: Parts, count: number): OrderDocument[] {
  const random = chance(count + 11);
  const states: OrderState[] = [
    'ASSIGNED',
    'ASSIGNED',
    'ASSIGNED',
    'ACCEPTED',
    'ACCEPTED',
    'PACKING',
    'DISPATCHED',
    'OUT_FOR_DELIVERY',
    'DELIVERED',
    'DELIVERED',
    'DELIVERED',
    'PENDING',
    'CANCELLED',
  ];
  return Array.from({ length: count }, (_, index) => {
    const state =
      states[index] ??
      (random() < 0.8 ? 'COMPLETED' : random() < 0.7 ? 'DELIVERED' : random() < 0.6 ? 'CANCELLED' : 'RETURNED');
    const shop = shops[(index * 5) % shops.length] ?? shops[0];
    const vendor = index < 13 || random() < 0.6 ? vendors[0] : vendors[1 + Math.floor(random() * 2)];
    const lines = 1 + Math.floor(random() * 5);
    const picked = [...new Set(Array.from({ length: lines }, () => Math.floor(random() * products.length)))];
    const placedMinutesAgo =
      index < 13 ? [35, 102, 131, 190, 260, 320, 400, 420, 200, 300, 350, 48, 600][index]! : 600 + index * 97;
    const made = orderFixture({
      state,
      shop: shop!,
      vendor: state === 'PENDING' ? null : vendor!,
      placedMinutesAgo,
      goods: picked.map((at) => {
        const product = products[at]!;
        const offer = offers.find(
          (candidate) => candidate.vendorId === vendor?.id && candidate.productId === product.id,
        );
        return {
          product,
          quantity: 1 + Math.floor(random() * 24),
          pricePaisa: offer?.pricePaisa ?? 10_000,
          offerId: offer?.id ?? null,
        };
      }),
      orderNumber: `ORD2611${20 - (Math.floor(index / 20) % 20)}${String(900 - (index % 900)).padStart(3, '0')}`,
      ...(index === 1 ? { notes: 'Please bring before 4, the shop closes for the wedding next door.' } : {}),
      ...(state === 'CANCELLED' ? { reason: 'The shop asked for it' } : {}),
    });
    const old = index >= 13 && (state === 'COMPLETED' || state === 'DELIVERED');
    const deliveredAt = old ? minutesAgo(placedMinutesAgo - 400) : made.deliveredAt;
    return {
      ...made,
      deliveredAt,
      dueDay: deliveredAt ? deliveredAt.slice(0, 10) : null,
      paidPaisa: state === 'COMPLETED' ? made.totalPaisa : 0,
    };
  });
}

function ledgerOf({ vendors, shops }: Parts, orders: readonly OrderDocument[]): LedgerDocument[] {
  const vendor = vendors[0]!;
  const lines: LedgerDocument[] = [];
  let payable = 0;
  let tax = 0;
  const shopBalance = new Map<string, number>();
  const delivered = orders
    .filter((order) => order.deliveredAt !== null)
    .sort((a, b) => (a.deliveredAt ?? '').localeCompare(b.deliveredAt ?? ''));
  for (const order of delivered) {
    const at = order.deliveredAt ?? order.placedAt;
    const common = { orderId: order.id, orderNumber: order.orderNumber, at, memo: `Delivery of ${order.orderNumber}` };
    const owed = (shopBalance.get(order.retailerId) ?? 0) + order.totalPaisa;
    shopBalance.set(order.retailerId, owed);
    lines.push(
      ledgerFixture({ ...common, retailerId: order.retailerId, amountPaisa: order.totalPaisa, balancePaisa: owed }),
    );
    if (order.paidPaisa > 0) {
      shopBalance.set(order.retailerId, owed - order.paidPaisa);
      lines.push(
        ledgerFixture({
          kind: 'PAYMENT',
          retailerId: order.retailerId,
          paymentId: fixtureId(),
          at: new Date(Date.parse(at) + 86_400_000 * 3).toISOString(),
          amountPaisa: -order.paidPaisa,
          balancePaisa: owed - order.paidPaisa,
        }),
      );
    }
    if (order.vendorId !== vendor.id) continue;
    const net = Math.round(order.subtotalPaisa * 0.97);
    payable -= net;
    tax -= order.taxPaisa;
    lines.push(
      ledgerFixture({
        ...common,
        accountKind: 'PAYABLE',
        vendorId: vendor.id,
        amountPaisa: -net,
        balancePaisa: payable,
      }),
    );
    lines.push(
      ledgerFixture({
        ...common,
        accountKind: 'VENDOR_TAX',
        vendorId: vendor.id,
        amountPaisa: -order.taxPaisa,
        balancePaisa: tax,
      }),
    );
  }
  return lines.filter((line) => shops.length > 0 || line.vendorId !== null);
}

export type Size = 'empty' | 'one' | 'usual' | 'many';

/** A small valley with everything in it. `size` says how many orders. */
/** `vendorId` leaves only what that vendor's desk holds. */
export function makeWorld(size: Size, vendorDesk = false): World {
  const parts = parties();
  const count = { empty: 0, one: 1, usual: 60, many: 540 }[size];
  const empty = size === 'empty';
  const orders = ordersOf(parts, count);
  const mine = parts.vendors[0]?.id;
  return {
    products: empty ? [] : parts.products,
    offers: empty ? [] : vendorDesk ? parts.offers.filter(({ vendorId }) => vendorId === mine) : parts.offers,
    vendors: parts.vendors,
    retailers: empty ? [] : size === 'one' ? parts.shops.slice(0, 1) : parts.shops,
    orders: vendorDesk ? orders.filter(({ vendorId }) => vendorId === mine) : orders,
    ledger: ledgerOf(parts, orders),
    messages: empty ? [] : messagesOf(parts.shops),
    alerts: empty || size === 'one' ? [] : alertsOf(orders, parts.shops),
    settings: [{ id: 'house', house: defaultHouseSettings, updatedAt: minutesAgo(9000) }],
    commands: [],
  };
}
