import { createHash } from 'node:crypto';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { TemplateName } from '@khaacho/shared/messages/contract.ts';
import type { TemplateSids } from '../config.ts';
import type { SeedTemplate } from '../emulator/twilio/emulator.ts';
import { allTemplates, contentTypes } from '../outside/twilio/content.ts';

/** The demo's account has every template, approved, under a sid that follows from its name. */
function sidOf(name: TemplateName, language: Language): string {
  return `HX${createHash('sha256').update(`${name}/${language}`).digest('hex').slice(0, 32)}`;
}

export function demoTemplates(): SeedTemplate[] {
  return allTemplates().map(({ definition, language }) => ({
    sid: sidOf(definition.name, language),
    friendlyName: `${definition.name}_${language}`,
    language,
    category: definition.category,
    types: contentTypes(definition, language),
  }));
}

export function demoTemplateSids(): TemplateSids {
  const sids: TemplateSids = {};
  for (const { definition, language } of allTemplates())
    sids[definition.name] = { ...sids[definition.name], [language]: sidOf(definition.name, language) };
  return sids;
}
