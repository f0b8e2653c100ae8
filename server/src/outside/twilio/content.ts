import type { Language } from '@khaacho/shared/kernel/language.ts';
import { type TemplateDefinition, templates } from '@khaacho/shared/messages/templates.ts';

/** A template of ours as Twilio's Content API takes it. */
export function contentTypes(definition: TemplateDefinition, language: Language): Record<string, unknown> {
  if (definition.category === 'AUTHENTICATION') {
    const copy = language === 'ne' ? 'कोड कपी' : 'Copy code';
    return {
      'whatsapp/authentication': {
        add_security_recommendation: true,
        code_expiration_minutes: 5,
        actions: [{ type: 'COPY_CODE', copy_code_text: copy }],
      },
    };
  }
  const { body, buttons } = definition.texts[language];
  if (!buttons) return { 'twilio/text': { body } };
  const actions = buttons.map(({ id, title }) => ({ type: 'QUICK_REPLY', id, title }));
  return { 'twilio/quick-reply': { body, actions } };
}

/** Twilio numbers variables from 1. */
export function numbered(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}

/** Name and language of every template there is to register. */
export function allTemplates(): { definition: TemplateDefinition; language: Language }[] {
  return Object.values(templates).flatMap((definition) =>
    (['en', 'ne'] as const).map((language) => ({ definition, language })),
  );
}
