/**
 * Who a message is from or to. WhatsApp addresses carry a phone or, since usernames, a business-scoped user id
 * (`whatsapp:NP.1502…`); a plain number is SMS.
 */
export type Address =
  | { channel: 'whatsapp'; kind: 'phone'; phone: string }
  | { channel: 'whatsapp'; kind: 'bsuid'; bsuid: string }
  | { channel: 'sms'; kind: 'phone'; phone: string };

const E164 = /^\+[1-9]\d{6,14}$/;
/** Two-letter country, optional `ENT` part of parent accounts, up to 128 letters and digits. */
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Null when the text is no address at all. */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  const whatsapp = /^whatsapp:(.+)$/i.exec(trimmed)?.[1];
  if (whatsapp === undefined) return E164.test(trimmed) ? { channel: 'sms', kind: 'phone', phone: trimmed } : null;
  if (E164.test(whatsapp)) return { channel: 'whatsapp', kind: 'phone', phone: whatsapp };
  return BSUID.test(whatsapp) ? { channel: 'whatsapp', kind: 'bsuid', bsuid: whatsapp } : null;
}

export function isPhone(text: string): boolean {
  return E164.test(text);
}

export function formatAddress(address: Address): string {
  const id = address.kind === 'phone' ? address.phone : address.bsuid;
  return address.channel === 'whatsapp' ? `whatsapp:${id}` : id;
}
