import twilio from 'twilio';
import { until } from './until.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';
const TOKEN = 'demo-twilio-auth-token';

export type Phone = {
  /** Writes as this shop and waits for the reply that comes of it. */
  write(text: string): Promise<string>;
  /** Sends a picture, perhaps with words under it, and waits for the reply. */
  shows(picture: Buffer, caption?: string): Promise<string>;
  /** Sends a voice note with these words in it, and waits for the reply. */
  speaks(words: string): Promise<string>;
  /** Writes and does not wait. */
  send(text: string): Promise<void>;
  /** What the house has said to this shop, oldest first, read by the real Twilio client. */
  heard(): Promise<string[]>;
  /** Waits for a message that contains a text. */
  hears(text: string): Promise<string>;
};

/** A retailer's WhatsApp: writes through the simulator, reads as Twilio's own client would. */
export function phoneOf(url: string, number: string): Phone {
  const client = twilio(ACCOUNT, TOKEN);
  client.api.baseUrl = `${url}/emulator/twilio`;
  const does = async (deed: string, contentType: string, body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${url}/simulator/api/phones/${encodeURIComponent(number)}/${deed}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    if (!response.ok) throw new Error(`the phone could not write: ${response.status} ${await response.text()}`);
  };
  const send = (text: string) => does('text', 'application/json', JSON.stringify({ body: text }));
  const heard = async () =>
    (await client.messages.list({ to: `whatsapp:${number}`, limit: 200 })).map((message) => message.body).reverse();
  /** One message in six seconds to one phone is the rule; the demo's clock is pushed on instead of waiting for it. */
  const soon = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
    let looks = 0;
    return until(what, async () => {
      const answer = await ask();
      looks += 1;
      if (answer === undefined && looks % 8 === 0) {
        await fetch(`${url}/simulator/api/clock`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ advance: '7s' }),
        });
      }
      return answer;
    });
  };
  const answered = async (what: string, deed: () => Promise<void>) => {
    const before = (await heard()).length;
    await deed();
    return soon(`a reply to ${what}`, async () => (await heard())[before]);
  };
  return {
    send,
    heard,
    write: (text) => answered(JSON.stringify(text), () => send(text)),
    shows: (picture, caption = '') =>
      answered('a photo', () =>
        does(`media?caption=${encodeURIComponent(caption)}`, 'image/jpeg', new Uint8Array(picture)),
      ),
    speaks: (transcript) =>
      answered('a voice note', () => does('voice', 'application/json', JSON.stringify({ transcript, seconds: 3 }))),
    hears: (text) =>
      soon(`a message with ${JSON.stringify(text)}`, async () =>
        (await heard()).findLast((body) => body.includes(text)),
      ),
  };
}
