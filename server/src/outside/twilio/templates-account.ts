import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { TemplateDefinition } from '@khaacho/shared/messages/templates.ts';
import type twilio from 'twilio';
import { z } from 'zod';
import { allTemplates, contentTypes, numbered } from './content.ts';

export type Registered = { name: string; language: Language; sid: string; approval: string; made: boolean };

const nameOf = (definition: TemplateDefinition, language: Language) => `khaacho_${definition.name}_${language}`;

/**
 * Makes the templates an account does not have yet, by their names, and hands them in for approval. What is there is left as
 * it is. Answers all of them with how far their approval is. Throws what the provider refuses.
 */
export async function registerTemplates(client: ReturnType<typeof twilio>): Promise<Registered[]> {
  const present = await client.content.v1.contents.list({ limit: 1_000 });
  const registered: Registered[] = [];
  for (const { definition, language } of allTemplates()) {
    const name = nameOf(definition, language);
    const known = present.find((content) => content.friendlyName === name);
    const sid = known?.sid ?? (await make(client, definition, language));
    const approval = await client.content.v1.contents(sid).approvalFetch().fetch();
    const { status } = approvalSchema.parse(approval.whatsapp);
    registered.push({ name: definition.name, language, sid, approval: status, made: !known });
  }
  return registered;
}

const approvalSchema = z.object({ status: z.string() });
const madeSchema = z.object({ sid: z.string() });

/** The wire names by hand: the library's typed request sends its own camelCase names, which the API does not read. */
async function make(
  client: ReturnType<typeof twilio>,
  definition: TemplateDefinition,
  language: Language,
): Promise<string> {
  const name = nameOf(definition, language);
  const { sid } = madeSchema.parse(
    await post(client, '/v1/Content', {
      friendly_name: name,
      language,
      variables: numbered(definition.samples),
      types: contentTypes(definition, language),
    }),
  );
  await post(client, `/v1/Content/${sid}/ApprovalRequests/whatsapp`, { name, category: definition.category });
  return sid;
}

async function post(client: ReturnType<typeof twilio>, path: string, data: object): Promise<unknown> {
  const answer = await client.request({
    method: 'post',
    uri: `${client.content.baseUrl}${path}`,
    headers: { 'Content-Type': 'application/json' },
    data,
  });
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The value of TWILIO_TEMPLATES for what is registered. */
export function templatesSetting(registered: readonly Registered[]): string {
  const sids: Record<string, Partial<Record<Language, string>>> = {};
  for (const { name, language, sid } of registered) sids[name] = { ...sids[name], [language]: sid };
  return JSON.stringify(sids);
}
