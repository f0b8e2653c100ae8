import type { Message } from '../state/model.ts';

/** What is on the phone's screen: what its owner wrote, and what has arrived. */
export function isShown(message: Message): boolean {
  return message.mine || message.status === 'delivered' || message.status === 'read';
}

/** What never arrived: the page says so in the chat, though a real phone would stay silent. */
export function isUndelivered(message: Message): boolean {
  return !message.mine && (message.status === 'undelivered' || message.status === 'failed');
}
