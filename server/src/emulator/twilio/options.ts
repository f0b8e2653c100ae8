import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { isPhone } from './address.ts';
import { type ChaosProfile, chaosProfile } from './chaos.ts';

/** A shop whose phone the page can pick up. */
export interface DemoContact {
  phone: string;
  name: string;
  place: string;
}

/** A template that exists and is approved from the start, so that its sid can stand in a setting. */
export interface SeedTemplate {
  sid: string;
  friendlyName: string;
  language: string;
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  types: Record<string, unknown>;
}

export interface TwilioEmulatorOptions {
  accountSid: string;
  authToken: string;
  /** `whatsapp:+14155238886`; its plain number is also the SMS sender. */
  whatsappNumber: string;
  /** With `advance` (a VirtualClock) the page can push the time forward. */
  clock: Clock & Partial<VirtualClock>;
  /** JSON lines; media lie in a folder beside it. Without a file the chats live as long as the process. */
  journalFile?: string;
  /** Decides every chaotic event; printed and shown so that a run can be repeated. */
  seed?: string;
  /** Off when left out. */
  chaos?: ChaosProfile;
  /** Time from queued to sent, sent to delivered, delivered to read. */
  statusDelaysMs?: { sent: number; delivered: number; read: number };
  /** Where inbound messages go; `#rc=3&rp=all` and the like at the end are Twilio's connection overrides. */
  webhookUrl: () => string;
  /** The status callback of messages that name none. */
  statusCallbackDefault?: () => string;
  fallbackUrl?: () => string;
  /** Where the router is reached from outside, for MediaUrl0; by default /emulator/twilio on the webhook's origin. */
  apiBaseUrl?: () => string;
  contacts?: () => Promise<DemoContact[]>;
  templates?: SeedTemplate[];
  messagingServiceSid?: string;
  /** One phone gets `burst` messages at once and one more every `everyMs`; more is 63018. */
  pairRate?: { burst: number; everyMs: number };
  /** Twilio's keyword list also acts on WhatsApp: a lone STOP, CANCEL or END unsubscribes the phone. */
  advancedOptOut?: boolean;
  /** Is told of faults in the emulator itself. */
  log?: (message: string, error?: unknown) => void;
}

const delay = z.number().int().min(0);
const schema = z.object({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/),
  authToken: z.string().min(1),
  whatsappNumber: z
    .string()
    .transform((text) => text.replace(/^whatsapp:/, ''))
    .refine(isPhone),
  seed: z.string().min(1).default('khaacho'),
  chaos: chaosProfile.nullable().default(null),
  // A reader sees each tick arrive, and a demo does not feel slow.
  statusDelaysMs: z
    .object({ sent: delay, delivered: delay, read: delay })
    .default({ sent: 150, delivered: 400, read: 1_500 }),
  // Meta lets a pair run ahead for a short while and then holds it to one message in six seconds.
  pairRate: z.object({ burst: z.number().int().min(1), everyMs: delay }).default({ burst: 6, everyMs: 6_000 }),
  messagingServiceSid: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  advancedOptOut: z.boolean().default(false),
});

/** Options with every default filled in. `number` is the business's plain E.164 number. */
export interface Settings {
  accountSid: string;
  authToken: string;
  number: string;
  seed: string;
  chaos: ChaosProfile | null;
  statusDelaysMs: { sent: number; delivered: number; read: number };
  pairRate: { burst: number; everyMs: number };
  messagingServiceSid: string | null;
  advancedOptOut: boolean;
  webhookUrl: () => string;
  statusCallbackDefault: () => string | null;
  fallbackUrl: () => string | null;
  apiBaseUrl: () => string;
  contacts: () => Promise<DemoContact[]>;
}

/** Throws, naming the option, when one is missing or malformed. */
export function settle(options: TwilioEmulatorOptions): Settings {
  const { whatsappNumber, ...plain } = schema.parse({
    accountSid: options.accountSid,
    authToken: options.authToken,
    whatsappNumber: options.whatsappNumber,
    seed: options.seed,
    chaos: options.chaos,
    statusDelaysMs: options.statusDelaysMs,
    pairRate: options.pairRate,
    messagingServiceSid: options.messagingServiceSid,
    advancedOptOut: options.advancedOptOut,
  });
  return {
    ...plain,
    number: whatsappNumber,
    webhookUrl: options.webhookUrl,
    statusCallbackDefault: options.statusCallbackDefault ?? (() => null),
    fallbackUrl: options.fallbackUrl ?? (() => null),
    apiBaseUrl: options.apiBaseUrl ?? (() => `${new URL(options.webhookUrl()).origin}/emulator/twilio`),
    contacts: options.contacts ?? (async () => []),
  };
}
