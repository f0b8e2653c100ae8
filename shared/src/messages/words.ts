import type { MediaKind, ReadingFailure } from '../intake/media-contract.ts';
import type { Refusal } from '../kernel/errors.ts';
import type { Language } from '../kernel/language.ts';
import type { Paisa } from '../kernel/money.ts';
import type { JournalKind } from '../ledger/contract.ts';
import type { OrderState } from '../orders/contract.ts';
import type { Quote } from '../pricing/contract.ts';
import { fitText } from './fit.ts';
import { sayEnglish } from './say-english.ts';
import { sayNepali } from './say-nepali.ts';

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
  /** The latest entries of their account, oldest first, each with the balance after it. */
  | { kind: 'statement'; entries: StatementEntry[]; balancePaisa: Paisa }
  /** From now on in the language this is said in. */
  | { kind: 'languageSet' }
  | { kind: 'help' }
  | { kind: 'greeting'; name: string | null }
  /** A person of the house answers. */
  | { kind: 'passedOn'; about?: 'COMPLAINT' | 'PAYMENT' | 'INQUIRY' | 'MEDIA' | 'CANCEL' | 'OTHER' }
  | { kind: 'prices'; items: { name: string; sku: string; unit: string; fromPaisa: Paisa }[] }
  | { kind: 'nothingToRepeat' }
  | { kind: 'noReorder' }
  | { kind: 'typePlease' }
  /** It takes more than ten seconds to read what they sent. */
  | { kind: 'readingMedia'; media: MediaKind }
  | { kind: 'mediaUnread'; media: MediaKind; why: ReadingFailure }
  | { kind: 'unregistered' }
  | { kind: 'paymentReceived'; receiptNumber: string; amountPaisa: Paisa; outstandingPaisa: Paisa }
  | { kind: 'signInCode'; code: string }
  | { kind: 'paymentReminder'; name: string | null; duePaisa: Paisa; dueDay: string }
  | { kind: 'reorderPrompt'; name: string | null; items: string[]; totalPaisa: Paisa }
  | { kind: 'priceAlert'; productName: string; pricePaisa: Paisa; wasPaisa: Paisa }
  | { kind: 'stockAlert'; productName: string; pricePaisa: Paisa }
  /** More came within a minute than is read by machine. */
  | { kind: 'slowDown' }
  | { kind: 'optedOut' }
  | { kind: 'optedIn' };

export type StatusOfOrder = {
  orderNumber: string;
  state: OrderState;
  vendorName: string | null;
  itemCount: number;
  totalPaisa: Paisa;
  paidPaisa: Paisa;
  expectedDeliveryDay: string | null;
};

/** `amountPaisa`: debit positive, what a delivery adds to the debt; a payment takes away. */
export type StatementEntry = {
  day: string;
  kind: JournalKind;
  orderNumber: string | null;
  amountPaisa: Paisa;
  balancePaisa: Paisa;
};

/** One thing to ask about a line. `choices` are numbered 1 … n; empty where nothing in the catalogue is close. */
export type Question = { written: string; missing: 'product' | 'quantity' | 'unit'; choices: string[] };

/** The text of one message, in the reader's language. Never longer than a provider takes: long lists are shortened. */
export function say(words: Words, language: Language): string {
  return fitText(language === 'ne' ? sayNepali(words) : sayEnglish(words));
}
