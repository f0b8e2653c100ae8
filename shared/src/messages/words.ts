import { type Detail, type Refusal } from '../kernel/errors.ts';
import type { Language } from '../kernel/language.ts';
import { chatMoney, type Paisa } from '../kernel/money.ts';
import { formatQuantity } from '../kernel/quantity.ts';
import type { OrderState } from '../orders/contract.ts';
import type { Quote } from '../pricing/contract.ts';
import { fitList, fitText, MOST_CHARACTERS } from './fit.ts';

/** Everything the house says to a retailer, as data; `say` turns it into the text of one message. */
export type Words =
  | { kind: 'orderSummary'; quote: Quote; taxBasisPoints: number; changed: boolean }
  | { kind: 'orderConfirmed'; orderNumber: string; state: OrderState; totalPaisa: Paisa; itemCount: number }
  | { kind: 'orderStatus'; order: StatusOfOrder }
  | { kind: 'orderList'; orders: StatusOfOrder[] }
  | {
      kind: 'orderStep';
      orderNumber: string;
      state: OrderState;
      vendorName: string | null;
      totalPaisa: Paisa;
      dueDay: string | null;
      reason: string | null;
    }
  | { kind: 'draftCancelled' }
  | { kind: 'orderCancelled'; orderNumber: string }
  | { kind: 'cancelTooLate'; orderNumber: string; state: OrderState }
  | { kind: 'nothingToConfirm'; expired: boolean }
  | { kind: 'nothingToCancel' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'ask'; questions: Question[]; understood: string[] }
  | { kind: 'orderUnknown'; orderNumber: string }
  | { kind: 'balance'; limitPaisa: Paisa; outstandingPaisa: Paisa; reservedPaisa: Paisa; availablePaisa: Paisa }
  | { kind: 'help' }
  | { kind: 'greeting'; name: string | null }
  | { kind: 'passedOn' }
  | { kind: 'typePlease' }
  | { kind: 'unregistered' }
  | { kind: 'paymentReceived'; receiptNumber: string; amountPaisa: Paisa; outstandingPaisa: Paisa }
  | { kind: 'signInCode'; code: string };

export type StatusOfOrder = {
  orderNumber: string;
  state: OrderState;
  vendorName: string | null;
  itemCount: number;
  totalPaisa: Paisa;
  paidPaisa: Paisa;
  expectedDeliveryDay: string | null;
};

/** One thing to ask about a line. `choices` are numbered 1 … n; empty where nothing in the catalogue is close. */
export type Question = { written: string; missing: 'product' | 'quantity' | 'unit'; choices: string[] };

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
function stateWord(state: OrderState, language: Language): string {
  return language === 'ne' ? STATE_NE[state] : state;
}

const percent = (basisPoints: number) => formatQuantity(basisPoints * 10);

/** The text of one message, in the reader's language. Never longer than a provider takes: long lists are shortened. */
export function say(words: Words, language: Language): string {
  return fitText(language === 'ne' ? sayNepali(words) : sayEnglish(words));
}

const andMore = (ne: boolean) => (left: number) => (ne ? `… अझै ${left} सामान` : `… and ${left} more`);

function summary(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string {
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

function summaryHead(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string[] {
  const changed = ne ? 'ध्यान दिनुहोस्: मूल्य बदलिएको छ।' : 'Please note: prices have changed since you last saw them.';
  return [...(words.changed ? [changed, ''] : []), ne ? 'अर्डरको विवरण:' : 'Order Summary:'];
}

function summaryTail(words: Extract<Words, { kind: 'orderSummary' }>, ne: boolean): string[] {
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

function status(order: StatusOfOrder, ne: boolean): string {
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

function questionLines(words: Extract<Words, { kind: 'ask' }>, ne: boolean): string {
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

function sayEnglish(words: Words): string {
  switch (words.kind) {
    case 'orderSummary':
      return summary(words, false);
    case 'orderConfirmed':
      return [
        'Order Confirmed!',
        `Order #${words.orderNumber}`,
        `Status: ${stateWord(words.state, 'en')}`,
        `Total: ${chatMoney(words.totalPaisa)}`,
        `Items: ${words.itemCount}`,
        `Track: Send "STATUS ${words.orderNumber}"`,
      ].join('\n');
    case 'orderStatus':
      return status(words.order, false);
    case 'orderList':
      return words.orders.length === 0
        ? 'You have no orders yet. Write what you need, for example: RICE-1KG x 10'
        : [
            'Your latest orders:',
            ...words.orders.map(
              (o) =>
                `#${o.orderNumber}: ${stateWord(o.state, 'en')}, ${chatMoney(o.totalPaisa)}, due ${chatMoney(o.totalPaisa - o.paidPaisa)}`,
            ),
            'Send "STATUS" and a number for more.',
          ].join('\n');
    case 'orderStep':
      return stepEnglish(words);
    case 'draftCancelled':
      return 'Your draft is cancelled. Nothing was ordered.';
    case 'orderCancelled':
      return `Order #${words.orderNumber} is cancelled.`;
    case 'cancelTooLate':
      return `Order #${words.orderNumber} is ${stateWord(words.state, 'en')} and can no longer be cancelled by message. We have told our team.`;
    case 'nothingToConfirm':
      return words.expired
        ? 'Your draft was too old and is gone. Please send your list again.'
        : 'There is nothing to confirm. Send your list first, for example: RICE-1KG x 10';
    case 'nothingToCancel':
      return 'There is nothing to cancel.';
    case 'refused':
      return refusedEnglish(words.refusal);
    case 'ask':
      return questionLines(words, false);
    case 'orderUnknown':
      return `We do not find an order ${words.orderNumber} of yours. Send "STATUS" to see your latest orders.`;
    case 'balance':
      return [
        'Your account:',
        `Owed: ${chatMoney(words.outstandingPaisa)}`,
        `Held for open orders: ${chatMoney(words.reservedPaisa)}`,
        `Limit: ${chatMoney(words.limitPaisa)}`,
        `Left: ${chatMoney(Math.max(0, words.availablePaisa))}`,
      ].join('\n');
    case 'help':
      return [
        'You can write:',
        '- your list, for example: RICE-1KG x 10, or: rice 10 kg, dal 5',
        '- CONFIRM or CANCEL',
        '- STATUS, or STATUS and an order number',
        '- BALANCE',
      ].join('\n');
    case 'greeting':
      return `Namaste${words.name ? `, ${words.name}` : ''}! Write what you need, for example: rice 10 kg, dal 5`;
    case 'passedOn':
      return 'Thank you. A person from our team will read this and answer you.';
    case 'typePlease':
      return 'We cannot read this kind of message yet. Please type your list, for example: rice 10 kg, dal 5';
    case 'unregistered':
      return 'Namaste! This number is not registered with Khaacho yet. Our team has your number and will call you to open an account.';
    case 'paymentReceived':
      return `Payment received: ${chatMoney(words.amountPaisa)}, receipt ${words.receiptNumber}. ${words.outstandingPaisa >= 0 ? `You owe ${chatMoney(words.outstandingPaisa)} now.` : `You have ${chatMoney(-words.outstandingPaisa)} in advance.`} Thank you!`;
    case 'signInCode':
      return `${words.code} is your Khaacho sign-in code. It is good for 5 minutes. Do not tell it to anybody.`;
  }
}

function stepEnglish(words: Extract<Words, { kind: 'orderStep' }>): string {
  const order = `Order #${words.orderNumber}`;
  const vendor = words.vendorName ?? 'the vendor';
  switch (words.state) {
    case 'ACCEPTED':
      return `${order} was accepted by ${vendor}.`;
    case 'PACKING':
      return `${order} is being packed by ${vendor}.`;
    case 'DISPATCHED':
      return `${order} has left the store of ${vendor}.`;
    case 'OUT_FOR_DELIVERY':
      return `${order} is on its way to you.`;
    case 'DELIVERED':
      return `${order} was delivered. Amount: ${chatMoney(words.totalPaisa)}${words.dueDay ? `, due on ${words.dueDay}` : ''}. Thank you!`;
    case 'CANCELLED':
      return `${order} was cancelled${words.reason ? `: ${words.reason}` : '.'}`;
    default:
      return `${order}: ${stateWord(words.state, 'en')}`;
  }
}

function sayNepali(words: Words): string {
  switch (words.kind) {
    case 'orderSummary':
      return summary(words, true);
    case 'orderConfirmed':
      return [
        'अर्डर पक्का भयो!',
        `अर्डर #${words.orderNumber}`,
        `अवस्था: ${stateWord(words.state, 'ne')}`,
        `कुल: ${chatMoney(words.totalPaisa)}`,
        `सामान: ${words.itemCount}`,
        `हेर्न: "STATUS ${words.orderNumber}" पठाउनुहोस्`,
      ].join('\n');
    case 'orderStatus':
      return status(words.order, true);
    case 'orderList':
      return words.orders.length === 0
        ? 'अहिलेसम्म कुनै अर्डर छैन। चाहिएको सामान लेख्नुहोस्, जस्तै: चामल १० केजी'
        : [
            'पछिल्ला अर्डरहरू:',
            ...words.orders.map(
              (o) =>
                `#${o.orderNumber}: ${stateWord(o.state, 'ne')}, ${chatMoney(o.totalPaisa)}, बाँकी ${chatMoney(o.totalPaisa - o.paidPaisa)}`,
            ),
          ].join('\n');
    case 'orderStep':
      return stepNepali(words);
    case 'draftCancelled':
      return 'विवरण रद्द भयो। केही पनि अर्डर भएन।';
    case 'orderCancelled':
      return `अर्डर #${words.orderNumber} रद्द भयो।`;
    case 'cancelTooLate':
      return `अर्डर #${words.orderNumber} ${stateWord(words.state, 'ne')} भइसक्यो, त्यसैले सन्देशबाट रद्द हुँदैन। हाम्रो टोलीलाई खबर गरेका छौं।`;
    case 'nothingToConfirm':
      return words.expired
        ? 'विवरण पुरानो भएर हट्यो। कृपया सूची फेरि पठाउनुहोस्।'
        : 'पक्का गर्ने केही छैन। पहिले सूची पठाउनुहोस्, जस्तै: चामल १० केजी';
    case 'nothingToCancel':
      return 'रद्द गर्ने केही छैन।';
    case 'refused':
      return refusedNepali(words.refusal);
    case 'ask':
      return questionLines(words, true);
    case 'orderUnknown':
      return `तपाईंको ${words.orderNumber} नामको अर्डर भेटिएन। पछिल्ला अर्डर हेर्न "STATUS" पठाउनुहोस्।`;
    case 'balance':
      return [
        'तपाईंको खाता:',
        `तिर्न बाँकी: ${chatMoney(words.outstandingPaisa)}`,
        `चालु अर्डरमा: ${chatMoney(words.reservedPaisa)}`,
        `उधारो सीमा: ${chatMoney(words.limitPaisa)}`,
        `अझै मिल्ने: ${chatMoney(Math.max(0, words.availablePaisa))}`,
      ].join('\n');
    case 'help':
      return [
        'यसरी लेख्न सक्नुहुन्छ:',
        '- सामानको सूची, जस्तै: चामल १० केजी, दाल ५',
        '- CONFIRM (हुन्छ) वा CANCEL (रद्द)',
        '- STATUS, वा STATUS र अर्डर नम्बर',
        '- BALANCE (हिसाब)',
      ].join('\n');
    case 'greeting':
      return `नमस्ते${words.name ? ` ${words.name}` : ''}! चाहिएको सामान लेख्नुहोस्, जस्तै: चामल १० केजी, दाल ५`;
    case 'passedOn':
      return 'धन्यवाद। हाम्रो टोलीले पढेर जवाफ दिनेछ।';
    case 'typePlease':
      return 'यस्तो सन्देश अहिले पढ्न सक्दैनौं। कृपया सूची लेखेर पठाउनुहोस्, जस्तै: चामल १० केजी, दाल ५';
    case 'unregistered':
      return 'नमस्ते! यो नम्बर खाचोमा दर्ता छैन। हाम्रो टोलीले फोन गरेर खाता खोलिदिनेछ।';
    case 'paymentReceived':
      return `भुक्तानी पायौं: ${chatMoney(words.amountPaisa)}, रसिद ${words.receiptNumber}। ${words.outstandingPaisa >= 0 ? `अब तिर्न बाँकी ${chatMoney(words.outstandingPaisa)}।` : `अग्रिम ${chatMoney(-words.outstandingPaisa)} छ।`} धन्यवाद!`;
    case 'signInCode':
      return `${words.code} तपाईंको खाचो साइन-इन कोड हो। ५ मिनेटसम्म चल्छ। कसैलाई नभन्नुहोस्।`;
  }
}

function stepNepali(words: Extract<Words, { kind: 'orderStep' }>): string {
  const order = `अर्डर #${words.orderNumber}`;
  const vendor = words.vendorName ?? 'विक्रेता';
  switch (words.state) {
    case 'ACCEPTED':
      return `${order} ${vendor}ले स्वीकार गर्‍यो।`;
    case 'PACKING':
      return `${order} ${vendor}ले प्याक गर्दैछ।`;
    case 'DISPATCHED':
      return `${order} ${vendor}बाट पठाइयो।`;
    case 'OUT_FOR_DELIVERY':
      return `${order} तपाईंकहाँ आउँदैछ।`;
    case 'DELIVERED':
      return `${order} पुग्यो। रकम: ${chatMoney(words.totalPaisa)}${words.dueDay ? `, तिर्ने मिति ${words.dueDay}` : ''}। धन्यवाद!`;
    case 'CANCELLED':
      return `${order} रद्द भयो${words.reason ? `: ${words.reason}` : '।'}`;
    default:
      return `${order}: ${stateWord(words.state, 'ne')}`;
  }
}

const figure = (detail: Detail | undefined, name: string) => Number(detail?.figures?.[name] ?? 0);

/** A refusal as a retailer reads it: what, why, and what would make it pass. Falls back to the refusal's own sentence. */
function refusedEnglish(refused: Refusal): string {
  const [detail] = refused.details;
  if (refused.code === 'CREDIT_LIMIT_EXCEEDED') {
    return `This order of ${chatMoney(figure(detail, 'orderPaisa'))} is over your credit. Left: ${chatMoney(figure(detail, 'maxOrderPaisa'))}. Pay ${chatMoney(figure(detail, 'shortfallPaisa'))} first, or order less.`;
  }
  if (refused.code === 'MIN_ORDER_AMOUNT') {
    return `The smallest order is ${chatMoney(figure(detail, 'minOrderPaisa'))} before tax; this one is ${chatMoney(figure(detail, 'orderPaisa'))}. Add a little more.`;
  }
  if (refused.code === 'INSUFFICIENT_STOCK') {
    return fitList(
      ['Not enough in stock:'],
      refused.details.map(
        (d) =>
          `- ${d.figures?.name}: ${formatQuantity(figure(d, 'availableMilli'))} available, you asked for ${formatQuantity(figure(d, 'askedMilli'))}`,
      ),
      ['Send the list again with smaller quantities.'],
      andMore(false),
    );
  }
  return refused.message;
}

function refusedNepali(refused: Refusal): string {
  const [detail] = refused.details;
  switch (refused.code) {
    case 'CREDIT_LIMIT_EXCEEDED':
      return `${chatMoney(figure(detail, 'orderPaisa'))} को यो अर्डर उधारो सीमाभन्दा बढी भयो। अझै मिल्ने: ${chatMoney(figure(detail, 'maxOrderPaisa'))}। पहिले ${chatMoney(figure(detail, 'shortfallPaisa'))} तिर्नुहोस् वा कम मगाउनुहोस्।`;
    case 'INSUFFICIENT_STOCK':
      return fitList(
        ['स्टक पुगेन:'],
        refused.details.map(
          (d) =>
            `- ${d.figures?.name}: ${formatQuantity(figure(d, 'availableMilli'))} मात्र छ, तपाईंले ${formatQuantity(figure(d, 'askedMilli'))} मगाउनुभयो`,
        ),
        ['कम मात्रामा सूची फेरि पठाउनुहोस्।'],
        andMore(true),
      );
    case 'RETAILER_BLOCKED':
      return detail?.issue === 'overdue'
        ? `पुरानो बिलको म्याद नाघेको ${figure(detail, 'daysOverdue')} दिन भयो। त्यो तिरेपछि नयाँ अर्डर लिइनेछ।`
        : 'तपाईंको नयाँ अर्डर अहिले रोकिएको छ। हाम्रो टोलीसँग कुरा गर्नुहोस्।';
    case 'MIN_ORDER_AMOUNT':
      return `कम्तीमा ${chatMoney(figure(detail, 'minOrderPaisa'))} (कर बाहेक) को अर्डर चाहिन्छ; यो ${chatMoney(figure(detail, 'orderPaisa'))} को भयो।`;
    case 'MIN_QUANTITY':
      return [
        'यति भन्दा कम बेचिँदैन:',
        ...refused.details.map((d) => `- ${d.figures?.name}: ${formatQuantity(figure(d, 'minQuantityMilli'))}`),
      ].join('\n');
    case 'NO_VENDOR':
      return 'अहिले यी सबै सामान एउटै विक्रेतासँग छैन। केही सामान छुट्टै सन्देशमा मगाउनुहोस्।';
    case 'PRICE_CHANGED':
      return `मूल्य बदलिएको छ: अब ${chatMoney(figure(detail, 'totalPaisa'))} पर्छ। फेरि हेरेर अर्डर गर्नुहोस्।`;
    case 'BUSY':
      return 'अहिले यही सामान धेरैले मगाइरहेका छन्। केही बेरमा फेरि पठाउनुहोस्।';
    case 'PRODUCT_UNKNOWN':
      return 'केही सामान अहिले बेचिँदैन। सूची फेरि पठाउनुहोस्।';
    default:
      return refused.message;
  }
}
