import type { Refusal } from '../kernel/errors.ts';
import { chatMoney } from '../kernel/money.ts';
import { formatQuantity } from '../kernel/quantity.ts';
import { fitList } from './fit.ts';
import { andMore, figure, questionLines, statement, stateWord, status, summary } from './say-parts.ts';
import type { Words } from './words.ts';

export function sayEnglish(words: Words): string {
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
    case 'statement':
      return statement(words, false);
    case 'languageSet':
      return 'From now on we write to you in English. Write "नेपाली" for Nepali.';
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
      return passedOnEnglish(words.about);
    case 'prices':
      return fitList(
        ['Prices today, before tax:'],
        words.items.map((item) => `- ${item.name} (${item.sku}): from ${chatMoney(item.fromPaisa)} per ${item.unit}`),
        ['To order, write how many, for example: RICE-1KG x 10'],
        andMore(false),
      );
    case 'nothingToRepeat':
      return 'There is no order of yours to repeat yet. Write what you need, for example: RICE-1KG x 10';
    case 'noReorder':
      return 'All right, not this time. Write to us whenever you need something.';
    case 'typePlease':
      return 'We cannot read this kind of message yet. Please type your list, for example: rice 10 kg, dal 5';
    case 'unregistered':
      return 'Namaste! This number is not registered with Khaacho yet. Our team has your number and will call you to open an account.';
    case 'paymentReceived':
      return `Payment received: ${chatMoney(words.amountPaisa)}, receipt ${words.receiptNumber}. ${words.outstandingPaisa >= 0 ? `You owe ${chatMoney(words.outstandingPaisa)} now.` : `You have ${chatMoney(-words.outstandingPaisa)} in advance.`} Thank you!`;
    case 'signInCode':
      return `${words.code} is your Khaacho sign-in code. It is good for 5 minutes. Do not tell it to anybody.`;
    case 'paymentReminder':
      return `Namaste${words.name ? `, ${words.name}` : ''}! ${chatMoney(words.duePaisa)} was due on ${words.dueDay}. If you have paid already, please tell us.`;
    case 'reorderPrompt':
      return fitList(
        [`Namaste${words.name ? `, ${words.name}` : ''}! Order the same as last week?`],
        words.items.map((item) => `- ${item}`),
        [`About ${chatMoney(words.totalPaisa)} in all.`, 'Reply YES to see today’s prices, or NO.'],
        andMore(false),
      );
    case 'priceAlert':
      return `New price of ${words.productName}: ${chatMoney(words.pricePaisa)} instead of ${chatMoney(words.wasPaisa)}. Send your list to order. Send STOP for no more of these.`;
    case 'stockAlert':
      return `In stock again: ${words.productName} at ${chatMoney(words.pricePaisa)}. Send your list to order. Send STOP for no more of these.`;
    case 'slowDown':
      return 'You have sent very many messages within a minute. They are kept, and a person from our team will look at them. Please wait a minute, then send your list again in one message.';
    case 'readingMedia':
      return words.media === 'PHOTO'
        ? 'We are reading your photo. One moment, please.'
        : 'We are listening to your voice note. One moment, please.';
    case 'mediaUnread':
      return unreadEnglish(words);
    case 'optedOut':
      return 'You will get no more messages from us of our own accord. You can still order: what you write is answered. Send START to get news of your orders again.';
    case 'optedIn':
      return 'You will get news of your orders again. Send STOP to end it.';
  }
}

function passedOnEnglish(about: Extract<Words, { kind: 'passedOn' }>['about']): string {
  switch (about) {
    case 'COMPLAINT':
      return 'We are sorry about that. Somebody of our team looks at it now and writes to you here.';
    case 'PAYMENT':
      return 'Thank you, we have told our accounts team. They will answer you here.';
    case 'INQUIRY':
      return 'Somebody of our team will answer you here.';
    case 'CANCEL':
      return 'Do you want to cancel an order? Write CANCEL and its number, for example: CANCEL ORD260210001. Our team looks at it too.';
    default:
      return 'We could not read that. Somebody of our team will answer you. To order, write for example: RICE-1KG x 10';
  }
}

function unreadEnglish({ media, why }: Extract<Words, { kind: 'mediaUnread' }>): string {
  const what = media === 'PHOTO' ? 'photo' : 'voice note';
  const type = 'Please type your list, for example: RICE-1KG x 10.';
  switch (why) {
    case 'TOO_LARGE':
      return `Your ${what} is too large for us. Send a smaller one, or type your list.`;
    case 'TOO_LONG':
      return 'Your voice note is longer than two minutes. Send shorter ones, or type your list.';
    case 'TOO_SHORT':
      return 'Your voice note is empty. Hold the button while you speak, or type your list.';
    case 'NOTHING_FOUND':
      return media === 'PHOTO'
        ? `We could not read anything on your photo. Take it closer and in good light. ${type}`
        : `We could not make out any words. ${type}`;
    case 'NOT_READABLE_KIND':
      return `We cannot open this file. Send a photo of your list. ${type}`;
    default:
      return `We cannot take in your ${what} now. ${type} Somebody of our team will look at it too.`;
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
