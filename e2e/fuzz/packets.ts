/** socket.io's packets as text, as far as the namespace `/replica` uses them. */
const PLACE = '/replica,';

export type ServerPacket =
  | { kind: 'connected' }
  | { kind: 'refused'; data: unknown }
  | { kind: 'ended' }
  | { kind: 'event'; name: string; payload: unknown }
  | { kind: 'answer'; ask: number; payload: unknown };

export type Question = 'pull' | 'push' | 'renew';

export function connectPacket(auth: object): string {
  return `0${PLACE}${JSON.stringify(auth)}`;
}

export function askPacket(ask: number, event: Question, payload: unknown): string {
  return `2${PLACE}${ask}${JSON.stringify([event, payload])}`;
}

/** Puts packets together: one with bytes comes as its text and then each piece of them. */
export function createReader(taken: (packet: ServerPacket, text: string) => void): (part: string | Uint8Array) => void {
  let text = '';
  let missing = 0;
  let pieces: Uint8Array[] = [];
  return (part) => {
    if (typeof part !== 'string') pieces.push(part);
    else {
      text = part;
      pieces = [];
      missing = Number(/^[56](\d+)-/.exec(part)?.[1] ?? 0);
    }
    if (pieces.length === missing) taken(readPacket(text, pieces), text);
  };
}

/** Throws where the server says something that is not of the protocol. */
function readPacket(whole: string, pieces: readonly Uint8Array[]): ServerPacket {
  const text = whole.replace(/^([56])\d+-/, '$1');
  const kind = text[0];
  if (!text.startsWith(PLACE, 1)) throw new Error(`not for us: ${text.slice(0, 80)}`);
  const body = text.slice(1 + PLACE.length);
  if (kind === '0') return { kind: 'connected' };
  if (kind === '1') return { kind: 'ended' };
  if (kind === '4') return { kind: 'refused', data: JSON.parse(body) };
  const number = /^\d+/.exec(body)?.[0] ?? '';
  const parts: unknown = JSON.parse(body.slice(number.length), (_, value: unknown) => pieceOf(value, pieces));
  if (!Array.isArray(parts)) throw new Error(`no list in ${text.slice(0, 80)}`);
  if (kind === '2' || kind === '5') return { kind: 'event', name: String(parts[0]), payload: parts[1] };
  if (kind === '3' || kind === '6') return { kind: 'answer', ask: Number(number), payload: parts[0] };
  throw new Error(`unknown packet ${text.slice(0, 80)}`);
}

function pieceOf(value: unknown, pieces: readonly Uint8Array[]): unknown {
  if (typeof value !== 'object' || value === null || !('_placeholder' in value) || !('num' in value)) return value;
  return pieces[Number(value.num)];
}
