import type { Language } from '../kernel/language.ts';
import { chatMoney } from '../kernel/money.ts';
import type { TemplateName, TemplateUse } from './contract.ts';
import { stateWord } from './say-parts.ts';
import type { Words } from './words.ts';

/**
 * The messages WhatsApp must have approved before we may begin a conversation with them. The text is what is handed in;
 * `{{1}}` … are filled by `templateOf`. Rules of the approval: no variable at the start or the end, none beside another, at
 * most 1,024 characters, a sample for each.
 */
export type TemplateText = { body: string; buttons?: { id: string; title: string }[] };
export type TemplateDefinition = {
  name: TemplateName;
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  texts: Record<Language, TemplateText>;
  samples: string[];
};

export const templates: Record<TemplateName, TemplateDefinition> = {
  sign_in_code: {
    name: 'sign_in_code',
    category: 'AUTHENTICATION',
    // WhatsApp words authentication messages itself; this text is for reference and for SMS.
    texts: {
      en: { body: 'Use {{1}} to sign in to Khaacho. It is good for 5 minutes.' },
      ne: { body: 'खाचोमा साइन इन गर्न {{1}} लेख्नुहोस्। ५ मिनेटसम्म चल्छ।' },
    },
    samples: ['482913'],
  },
  order_confirmed: {
    name: 'order_confirmed',
    category: 'UTILITY',
    texts: {
      en: { body: 'Your order {{1}} is confirmed: {{2}} goods for {{3}} in all. Send STATUS to follow it.' },
      ne: { body: 'तपाईंको अर्डर {{1}} पक्का भयो: {{2}} सामान, कुल {{3}}। हेर्न STATUS लेख्नुहोस्।' },
    },
    samples: ['ORD261120001', '2', 'Rs.2373.00'],
  },
  order_update: {
    name: 'order_update',
    category: 'UTILITY',
    texts: {
      en: { body: 'Your order {{1}} is now {{2}}, vendor: {{3}}. Send STATUS for more.' },
      ne: { body: 'तपाईंको अर्डर {{1}} अब {{2}}, विक्रेता: {{3}}। थप जान्न STATUS लेख्नुहोस्।' },
    },
    samples: ['ORD261120001', 'ACCEPTED', 'Birendranagar Traders'],
  },
  order_out_for_delivery: {
    name: 'order_out_for_delivery',
    category: 'UTILITY',
    texts: {
      en: { body: 'Your order {{1}} from {{2}} is on its way to you. Amount: {{3}}. Please be there to receive it.' },
      ne: { body: 'तपाईंको अर्डर {{1}} विक्रेता {{2}} बाट आउँदैछ। रकम: {{3}}। कृपया बुझ्न तयार रहनुहोस्।' },
    },
    samples: ['ORD261120001', 'Birendranagar Traders', 'Rs.2373.00'],
  },
  order_delivered: {
    name: 'order_delivered',
    category: 'UTILITY',
    texts: {
      en: { body: 'Your order {{1}} was delivered. Bill: {{2}}, due on {{3}}. Thank you for ordering with Khaacho!' },
      ne: { body: 'तपाईंको अर्डर {{1}} पुग्यो। बिल: {{2}}, तिर्ने मिति {{3}}। खाचोमा अर्डर गर्नुभएकोमा धन्यवाद!' },
    },
    samples: ['ORD261120001', 'Rs.2373.00', '2026-11-27'],
  },
  order_cancelled: {
    name: 'order_cancelled',
    category: 'UTILITY',
    texts: {
      en: { body: 'Your order {{1}} was cancelled. Reason: {{2}}. Write to us if that is a mistake.' },
      ne: { body: 'तपाईंको अर्डर {{1}} रद्द भयो। कारण: {{2}}। गल्ती भए हामीलाई लेख्नुहोस्।' },
    },
    samples: ['ORD261120001', 'Out of stock'],
  },
  payment_received: {
    name: 'payment_received',
    category: 'UTILITY',
    texts: {
      en: { body: 'We have received {{1}} from you, receipt {{2}}. Your balance to pay is {{3}} now. Thank you!' },
      ne: { body: 'हामीले {{1}} पायौं, रसिद {{2}}। अब तिर्न बाँकी {{3}} छ। धन्यवाद!' },
    },
    samples: ['Rs.1000.00', 'R-7F3A9C2E', 'Rs.1373.00'],
  },
  payment_reminder: {
    name: 'payment_reminder',
    category: 'UTILITY',
    texts: {
      en: { body: 'Namaste {{1}}, a payment of {{2}} was due on {{3}}. If you have paid already, please tell us.' },
      ne: { body: 'नमस्ते {{1}}, {{2}} तिर्ने मिति {{3}} थियो। तिरिसक्नुभएको भए हामीलाई भन्नुहोस्।' },
    },
    samples: ['Sita Kirana', 'Rs.2373.00', '2026-11-27'],
  },
  weekly_reorder: {
    name: 'weekly_reorder',
    category: 'MARKETING',
    texts: {
      en: {
        body: 'Namaste {{1}}! The same as last week? {{2}}, about {{3}} in all. With Yes you see today’s prices first.',
        buttons: [
          { id: 'REORDER_YES', title: 'Yes' },
          { id: 'REORDER_NO', title: 'No' },
        ],
      },
      ne: {
        body: 'नमस्ते {{1}}! गएको हप्ताकै सामान पठाउने? {{2}}, कुल करिब {{3}}। हो भन्दा आजको मूल्य पहिले देखाउँछौं।',
        buttons: [
          { id: 'REORDER_YES', title: 'हो' },
          { id: 'REORDER_NO', title: 'होइन' },
        ],
      },
    },
    samples: ['Sita Kirana', 'Basmati Rice 1KG x 10, Toor Dal 1KG x 5', 'Rs.2373.00'],
  },
  price_alert: {
    name: 'price_alert',
    category: 'MARKETING',
    texts: {
      en: {
        body: 'New price of {{1}}: {{2}} instead of {{3}}. Send your list to order. Send STOP for no more of these.',
      },
      ne: { body: 'नयाँ मूल्य, {{1}}: {{2}}, पहिले {{3}} थियो। अर्डर गर्न सूची पठाउनुहोस्। नचाहिए STOP लेख्नुहोस्।' },
    },
    samples: ['Basmati Rice 1KG', 'Rs.145.00', 'Rs.150.00'],
  },
  stock_alert: {
    name: 'stock_alert',
    category: 'MARKETING',
    texts: {
      en: { body: 'In stock again: {{1}} at {{2}}. Send your list to order. Send STOP for no more of these.' },
      ne: { body: 'फेरि आयो: {{1}}, मूल्य {{2}}। अर्डर गर्न सूची पठाउनुहोस्। नचाहिए STOP लेख्नुहोस्।' },
    },
    samples: ['Basmati Rice 1KG', 'Rs.150.00'],
  },
};

/** Longer values would push a body over 1,024 characters. */
const MOST_OF_A_VARIABLE = 200;

/** A value as a template takes it: one line, no long gaps, cut, and a dash where there is nothing (an empty one is refused). */
function variable(value: string | null | undefined): string {
  const line = (value ?? '').replace(/\s+/g, ' ').trim().slice(0, MOST_OF_A_VARIABLE).toWellFormed();
  return line === '' ? '-' : line;
}

/** The template that says the same where free text may not be sent; null for what only answers a message. */
export function templateOf(words: Words, language: Language): TemplateUse | null {
  const filled = fill(words, language);
  return filled && { name: filled[0], language, variables: filled[1].map(variable) };
}

type Filled = [TemplateName, (string | null)[]];

function fill(words: Words, language: Language): Filled | null {
  switch (words.kind) {
    case 'signInCode':
      return ['sign_in_code', [words.code]];
    case 'orderConfirmed':
      return ['order_confirmed', [words.orderNumber, String(words.itemCount), chatMoney(words.totalPaisa)]];
    case 'orderStep':
      return fillStep(words, language);
    case 'paymentReceived': {
      const owed = chatMoney(Math.max(0, words.outstandingPaisa));
      return ['payment_received', [chatMoney(words.amountPaisa), words.receiptNumber, owed]];
    }
    case 'paymentReminder':
      return ['payment_reminder', [words.name, chatMoney(words.duePaisa), words.dueDay]];
    case 'reorderPrompt':
      return ['weekly_reorder', [words.name, words.items.join(', '), chatMoney(words.totalPaisa)]];
    case 'priceAlert':
      return ['price_alert', [words.productName, chatMoney(words.pricePaisa), chatMoney(words.wasPaisa)]];
    case 'stockAlert':
      return ['stock_alert', [words.productName, chatMoney(words.pricePaisa)]];
    default:
      return null;
  }
}

function fillStep(words: Extract<Words, { kind: 'orderStep' }>, language: Language): Filled {
  switch (words.state) {
    case 'OUT_FOR_DELIVERY':
      return ['order_out_for_delivery', [words.orderNumber, words.vendorName, chatMoney(words.totalPaisa)]];
    case 'DELIVERED':
      return ['order_delivered', [words.orderNumber, chatMoney(words.totalPaisa), words.dueDay]];
    case 'CANCELLED':
      return ['order_cancelled', [words.orderNumber, words.reason]];
    default:
      return ['order_update', [words.orderNumber, stateWord(words.state, language), words.vendorName]];
  }
}

/** A template's text with its variables, as the reader sees it. */
export function templateText({ name, language, variables }: TemplateUse): string {
  return templates[name].texts[language].body.replace(
    /\{\{(\d+)\}\}/g,
    (_, n: string) => variables[Number(n) - 1] ?? '-',
  );
}
