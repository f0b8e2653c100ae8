import type { Message } from '../state/model.ts';
import type { Language } from './language.ts';

const orders: Record<Language, string[]> = {
  en: ['RICE-1KG x 10\nDAL-1KG x 5', 'rice 10 kg, dal 5', 'चामल १० किलो, दाल ५ किलो'],
  ne: ['चामल १० किलो, दाल ५ किलो', 'RICE-1KG x 10\nDAL-1KG x 5', 'chamal 10 kg, daal 5'],
};
const commands = ['STATUS', 'CONFIRM', 'CANCEL'];

/** Lines to try: when the last message asks for CONFIRM or a yes, that answer comes first. */
export function suggestionsFor(last: Message | null, language: Language): string[] {
  const asked = last && !last.mine ? last.body : '';
  if (/\bCONFIRM\b/.test(asked)) return ['CONFIRM', 'CANCEL', ...orders[language], 'STATUS'];
  const number = /#?(ORD\d{9,})/.exec(asked)?.[1];
  if (number) return [`STATUS ${number}`, ...orders[language], 'CONFIRM', 'CANCEL'];
  return [...orders[language], ...commands];
}
