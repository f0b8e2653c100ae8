import type { Purpose } from './contract.ts';
import type { Words } from './words.ts';

/** Why something is said. What answers a message is a reply whatever it says. */
export function purposeOf(words: Words, answersMessage: boolean): Purpose {
  if (answersMessage) return 'REPLY';
  switch (words.kind) {
    case 'signInCode':
      return 'CODE';
    case 'reorderPrompt':
    case 'priceAlert':
    case 'stockAlert':
      return 'MARKETING';
    default:
      return 'NOTICE';
  }
}

/** What somebody stands waiting for: where WhatsApp fails it goes by SMS. */
export function isCritical(words: Words): boolean {
  if (words.kind === 'signInCode' || words.kind === 'paymentReminder') return true;
  return words.kind === 'orderStep' && ['OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'].includes(words.state);
}
