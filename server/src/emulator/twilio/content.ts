import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { z } from 'zod';
import { type TwilioError, twilioError } from './errors.ts';
import type { ButtonRecord, ContentRecord, ListRecord, LocationRecord } from './records.ts';

/** A template with its variables filled in: what the phone shows. */
export interface Rendered {
  kind: 'text' | 'media' | 'location' | 'quick-reply' | 'list-picker' | 'call-to-action' | 'card' | 'authentication';
  header: string | null;
  body: string;
  footer: string | null;
  buttons: ButtonRecord[];
  list: ListRecord | null;
  location: LocationRecord | null;
  mediaUrls: string[];
}

const action = z.object({
  type: z.string().optional(),
  title: z.string(),
  id: z.string().optional(),
  url: z.string().optional(),
  phone: z.string().optional(),
  code: z.string().optional(),
});
const actions = z.array(action).default([]);

/** The kinds the emulator can show, richest first: of several kinds in one template WhatsApp takes the richest. */
const kinds = {
  'whatsapp/authentication': z.object({
    add_security_recommendation: z.boolean().optional(),
    code_expiration_minutes: z.number().optional(),
    actions: z.array(z.object({ copy_code_text: z.string() })).min(1),
  }),
  'whatsapp/card': z.object({
    header_text: z.string().optional(),
    body: z.string(),
    footer: z.string().optional(),
    media: z.array(z.string()).default([]),
    actions,
  }),
  'twilio/card': z.object({
    title: z.string(),
    subtitle: z.string().optional(),
    media: z.array(z.string()).default([]),
    actions,
  }),
  'twilio/list-picker': z.object({
    body: z.string(),
    button: z.string().max(20),
    items: z
      .array(
        z.object({ id: z.string().max(200), item: z.string().max(24), description: z.string().max(72).optional() }),
      )
      .min(1)
      .max(10),
  }),
  'twilio/quick-reply': z.object({ body: z.string(), actions: z.array(action).min(1).max(10) }),
  'twilio/call-to-action': z.object({ body: z.string(), actions: z.array(action).min(1).max(3) }),
  'twilio/location': z.object({
    latitude: z.number(),
    longitude: z.number(),
    label: z.string().optional(),
    address: z.string().optional(),
  }),
  'twilio/media': z.object({ body: z.string().default(''), media: z.array(z.string()).min(1) }),
  'twilio/text': z.object({ body: z.string() }),
} as const;
type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds).filter((name): name is Kind => name in kinds);

/** Why a set of types cannot be stored, or null. */
export function contentProblem(types: Record<string, unknown>): string | null {
  const known = kindNames.filter((name) => name in types);
  if (known.length === 0) return 'types holds no content type this emulator can show';
  for (const name of known) {
    const parsed = kinds[name].safeParse(types[name]);
    if (!parsed.success) return `${name}: ${z.prettifyError(parsed.error)}`;
  }
  return null;
}

// A variable with line breaks, tabs or long gaps is refused, as is one without text.
const variables = z.record(
  z.string(),
  z
    .string()
    .min(1)
    .regex(/^(?!.*(\s{5}|[\n\r\t]))/s),
);
const invalidVariables = twilioError(400, 21656, 'The Content Variables parameter is invalid');

/** Fills in a template. `json` is the ContentVariables parameter; the template's own samples fill what it leaves out. */
export function render(content: ContentRecord, json: string | undefined): Result<Rendered, TwilioError> {
  const given = readVariables(json);
  if (given === null) return err(invalidVariables);
  const values = { ...content.variables, ...given };
  const fill = (text: string) =>
    text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
  const name = kindNames.find((kind) => kind in content.types);
  if (!name) return err(twilioError(400, 21655, 'The ContentSid is Invalid'));
  return ok(fillKind(name, content.types[name], fill, values));
}

function readVariables(json: string | undefined): Record<string, string> | null {
  if (json === undefined || json === '') return {};
  try {
    const parsed = variables.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const blank: Rendered = {
  kind: 'text',
  header: null,
  body: '',
  footer: null,
  buttons: [],
  list: null,
  location: null,
  mediaUrls: [],
};

function fillKind(name: Kind, raw: unknown, fill: (text: string) => string, values: Record<string, string>): Rendered {
  const buttons = (list: z.infer<typeof actions>) => list.map((each, index) => toButton(each, index, fill));
  switch (name) {
    case 'twilio/text':
      return { ...blank, body: fill(kinds[name].parse(raw).body) };
    case 'twilio/media': {
      const type = kinds[name].parse(raw);
      return { ...blank, kind: 'media', body: fill(type.body), mediaUrls: type.media.map(fill) };
    }
    case 'twilio/location': {
      const type = kinds[name].parse(raw);
      const location = { ...type, label: type.label ?? null, address: type.address ?? null };
      return { ...blank, kind: 'location', location };
    }
    case 'twilio/quick-reply': {
      const type = kinds[name].parse(raw);
      return { ...blank, kind: 'quick-reply', body: fill(type.body), buttons: buttons(type.actions) };
    }
    case 'twilio/call-to-action': {
      const type = kinds[name].parse(raw);
      return { ...blank, kind: 'call-to-action', body: fill(type.body), buttons: buttons(type.actions) };
    }
    case 'twilio/list-picker': {
      const type = kinds[name].parse(raw);
      const items = type.items.map((row) => ({
        id: row.id,
        title: fill(row.item),
        description: row.description === undefined ? null : fill(row.description),
      }));
      return { ...blank, kind: 'list-picker', body: fill(type.body), list: { button: fill(type.button), items } };
    }
    case 'twilio/card': {
      const type = kinds[name].parse(raw);
      const subtitle = type.subtitle === undefined ? null : fill(type.subtitle);
      return {
        ...blank,
        kind: 'card',
        body: fill(type.title),
        footer: subtitle,
        buttons: buttons(type.actions),
        mediaUrls: type.media.map(fill),
      };
    }
    case 'whatsapp/card': {
      const type = kinds[name].parse(raw);
      return {
        ...blank,
        kind: 'card',
        header: type.header_text === undefined ? null : fill(type.header_text),
        body: fill(type.body),
        footer: type.footer === undefined ? null : fill(type.footer),
        buttons: buttons(type.actions),
        mediaUrls: type.media.map(fill),
      };
    }
    case 'whatsapp/authentication':
      return authentication(kinds[name].parse(raw), values['1'] ?? '{{1}}');
  }
}

/** WhatsApp words authentication messages itself; only the code and the options are ours. */
function authentication(type: z.infer<(typeof kinds)['whatsapp/authentication']>, code: string): Rendered {
  const warning = type.add_security_recommendation ? ' For your security, do not share this code.' : '';
  const minutes = type.code_expiration_minutes;
  return {
    ...blank,
    kind: 'authentication',
    body: `*${code}* is your verification code.${warning}`,
    footer: minutes === undefined ? null : `This code expires in ${minutes} minutes.`,
    buttons: type.actions.map((each) => ({ id: 'copy', title: each.copy_code_text, kind: 'copy', value: code })),
  };
}

function toButton(each: z.infer<typeof action>, index: number, fill: (text: string) => string): ButtonRecord {
  const title = fill(each.title);
  if (each.type === 'URL') return { id: each.id ?? `url-${index}`, title, kind: 'url', value: fill(each.url ?? '') };
  if (each.type === 'PHONE_NUMBER')
    return { id: each.id ?? `phone-${index}`, title, kind: 'phone', value: each.phone ?? '' };
  if (each.type === 'COPY_CODE')
    return { id: each.id ?? `copy-${index}`, title, kind: 'copy', value: fill(each.code ?? '') };
  return { id: fill(each.id ?? each.title), title, kind: 'reply', value: null };
}
