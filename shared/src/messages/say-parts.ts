import type { Detail } from '../kernel/errors.ts';
import type { Language } from '../kernel/language.ts';
import { chatMoney } from '../kernel/money.ts';
import { formatQuantity } from '../kernel/quantity.ts';
import type { OrderState } from '../orders/contract.ts';
import { fitList, MOST_CHARACTERS } from './fit.ts';
import type { Question, StatusOfOrder, Words } from './words.ts';

export const andMore = (ne: boolean) => (left: number) => (ne ? `… अझै ${left} सामान` : `… and ${left} more`);

const STATE_NE: Record<OrderState, string> = {
  HELD: 'पर्खाइमा',
  PENDING: 'पर्खाइमा',
  ASSIGNED: 'पर्खाइमा',
  ACCEPTED: 'स्वीकृत',
  PACKING: 'प्याक हुँदै',
  DISPATCHED: 'पठाइयो',
  OUT_FOR_DELIVERY: 'बाटोमा',
  DELIVERED: 'पुग्यो',
  COMPLETED: 'पूरा भयो',
  CANCELLED: 'रद्द',
  REJECTED: 'अस्वीकृत',
  FAILED: 'असफल',
  RETURNED: 'फिर्ता',
};

/** States as chat shows them: the English word is part of the agreed wording (`Status: PENDING`). */
export function stateWord(state: OrderState, language: Language): string {
  return language === 'ne' ? STATE_NE[state] : state;
}

const percent = (basisPoints: number) => formatQuantity(basisPoints * 10);

export function summary(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string {
  const { quote } = words;
  const amounts = quote.lines.map(
    (line) =>
      `${formatQuantity(line.quantityMilli)} x ${chatMoney(line.unitPricePaisa)} = ${chatMoney(line.lineTotalPaisa)}`,
  );
  const lines = quote.lines.map((line, index) =>
    [
      `${index + 1}. ${ne ? line.nameNe : line.name}`,
      `   SKU: ${line.sku}`,
      `   ${ne ? 'मात्रा' : 'Qty'}: ${amounts[index]}`,
    ].join('\n'),
  );
  const [head, tail] = [summaryHead(words, ne), summaryTail(words, ne)];
  const full = [...head, ...lines, ...tail].join('\n');
  if (full.length <= MOST_CHARACTERS) return full;
  // A long order: one row a line.
  const short = quote.lines.map((line, index) => `${index + 1}. ${line.sku}: ${amounts[index]}`);
  return fitList(head, short, tail, andMore(ne));
}

export function summaryHead(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string[] {
  const changed = ne ? 'ध्यान दिनुहोस्: मूल्य बदलिएको छ।' : 'Please note: prices have changed since you last saw them.';
  return [...(words.changed ? [changed, ''] : []), ne ? 'अर्डरको विवरण:' : 'Order Summary:'];
}

export function summaryTail(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string[] {
  const { quote } = words;
  const items = formatQuantity(quote.lines.reduce((sum, line) => sum + line.quantityMilli, 0));
  // With goods of several classes the percentage would be wrong for some of them, so it is left out.
  const rate =
    words.taxBasisPoints > 0 && quote.lines.every((line) => line.taxBasisPoints === words.taxBasisPoints)
      ? ` (${percent(words.taxBasisPoints)}%)`
      : '';
  return [
    '',
    `${ne ? 'जम्मा' : 'Subtotal'}: ${chatMoney(quote.subtotalPaisa)}`,
    `${ne ? 'कर' : 'Tax'}${rate}: ${chatMoney(quote.taxPaisa)}`,
    `${ne ? 'कुल' : 'Total'}: ${chatMoney(quote.totalPaisa)}`,
    '',
    ne
      ? `${quote.lines.length} सामान, जम्मा ${items} वटा।`
      : `Found ${quote.lines.length} product(s), ${items} total items.`,
    ne
      ? 'अर्डर गर्न "CONFIRM" वा "हुन्छ", छोड्न "CANCEL" वा "रद्द" लेख्नुहोस्।'
      : 'Reply: "CONFIRM" to place order, "CANCEL" to cancel',
  ];
}

export function status(order: StatusOfOrder, ne: boolean): string {
  const due = order.totalPaisa - order.paidPaisa;
  return [
    ne ? 'अर्डरको अवस्था' : 'Order Status',
    `${ne ? 'अर्डर' : 'Order'} #${order.orderNumber}`,
    `${ne ? 'अवस्था' : 'Status'}: ${stateWord(order.state, ne ? 'ne' : 'en')}`,
    ...(order.vendorName ? [`${ne ? 'विक्रेता' : 'Vendor'}: ${order.vendorName}`] : []),
    `${ne ? 'सामान' : 'Items'}: ${order.itemCount}`,
    `${ne ? 'कुल' : 'Total'}: ${chatMoney(order.totalPaisa)}`,
    `${ne ? 'तिरेको' : 'Paid'}: ${chatMoney(order.paidPaisa)}`,
    `${ne ? 'बाँकी' : 'Due'}: ${chatMoney(due)}`,
    ...(order.expectedDeliveryDay ? [`${ne ? 'पुग्ने मिति' : 'Expected Delivery'}: ${order.expectedDeliveryDay}`] : []),
  ].join('\n');
}

const ENTRY = {
  DELIVERY: ['Goods', 'सामान'],
  PAYMENT: ['Payment', 'भुक्तानी'],
  REVERSAL: ['Correction', 'सच्याइएको'],
  OPENING: ['Balance brought forward', 'पहिलेको बाँकी'],
} as const;

export function statement({ entries, balancePaisa }: Extract<Words, { kind: 'statement' }>, ne: boolean): string {
  if (entries.length === 0) return ne ? 'तपाईंको खातामा अहिलेसम्म केही छैन।' : 'There is nothing on your account yet.';
  const rows = entries.map(({ day, kind, orderNumber, amountPaisa, balancePaisa: after }) => {
    const what = [ENTRY[kind][ne ? 1 : 0], ...(orderNumber ? [`#${orderNumber}`] : [])].join(' ');
    const amount = `${amountPaisa < 0 ? '-' : '+'}${chatMoney(Math.abs(amountPaisa))}`;
    return `${day} ${what}: ${amount} = ${chatMoney(after)}`;
  });
  const owed = balancePaisa >= 0;
  const now = chatMoney(Math.abs(balancePaisa));
  const end = ne ? `${owed ? 'तिर्न बाँकी' : 'अग्रिम'}: ${now}` : `${owed ? 'You owe' : 'Paid in advance'}: ${now}`;
  const head = ne
    ? 'तपाईंको खाताको विवरण (पछिल्ला कारोबार र त्यसपछिको बाँकी):'
    : 'Your statement (latest entries, balance after each):';
  return fitList([head], rows, ['', end], andMore(ne));
}

export function questionLines(words: Extract<Words, { kind: 'ask' }>, ne: boolean): string {
  const [question] = words.questions;
  if (!question) return '';
  const more = words.questions.length - 1;
  const tail = more > 0 ? ['', ne ? `यसपछि अझै ${more} कुरा सोध्नेछु।` : `${more} more question(s) after this one.`] : [];
  const asked = [...oneQuestion(question, ne), ...tail];
  const [first, ...others] = words.understood;
  if (first === undefined) return asked.join('\n');
  // The question is what has to be read; of what is clear as much as there is room for.
  const head = `${ne ? 'बुझियो' : 'Got'}: ${first}`;
  const all = [head, ...others].join(', ');
  if (all.length + asked.join('\n').length + 2 <= MOST_CHARACTERS) return [all, '', ...asked].join('\n');
  return fitList([head], others, ['', ...asked], andMore(ne));
}

function oneQuestion(question: Question, ne: boolean): string[] {
  const { written, choices } = question;
  const numbered = choices.map((choice, index) => `${index + 1}. ${choice}`);
  const skip = ne ? 'यो छोड्न SKIP लेख्नुहोस्।' : 'Send SKIP to leave it out.';
  if (question.missing === 'quantity')
    return [ne ? `"${written}": कति चाहियो? संख्या लेख्नुहोस्।` : `"${written}": how many? Send a number.`, skip];
  if (question.missing === 'unit')
    return [
      ne ? `"${written}": कुन एकाइमा? यसरी बेचिन्छ:` : `"${written}": I cannot count that unit. It is sold as:`,
      ...numbered,
      ne ? 'संख्या मात्र लेख्नुहोस्।' : 'Send just the number of these.',
      skip,
    ];
  if (choices.length === 0) {
    return [
      ne
        ? `"${written}" भेटिएन। अर्को नामले लेख्नुहोस्।`
        : `I did not find "${written}". Write it another way, for example by its SKU.`,
      skip,
    ];
  }
  return [
    ne ? `"${written}": कुन चाहिएको हो?` : `"${written}": which one do you mean?`,
    ...numbered,
    ne ? 'नम्बर लेख्नुहोस्।' : 'Send the number.',
    skip,
  ];
}

export const figure = (detail: Detail | undefined, name: string) => Number(detail?.figures?.[name] ?? 0);
