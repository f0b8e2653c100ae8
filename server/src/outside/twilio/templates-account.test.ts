import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { startWorld, type World } from '../../emulator/twilio/testing/world.ts';
import { allTemplates } from './content.ts';
import { registerTemplates, templatesSetting } from './templates-account.ts';

describe('the templates of an account', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('are made and handed in once, and the setting names them all', async () => {
    const first = await registerTemplates(world.client);
    expect(first).toHaveLength(allTemplates().length);
    expect(first.every((each) => each.made && each.approval !== 'unsubmitted')).toBe(true);
    const again = await registerTemplates(world.client);
    expect(again.map((each) => [each.sid, each.made])).toEqual(first.map((each) => [each.sid, false]));
    const config = readConfig({ DATA_DIR: '.khaacho-none', TWILIO_TEMPLATES: templatesSetting(first) });
    for (const { name, language, sid } of first)
      expect(Object.entries(config.twilio.templates).find(([key]) => key === name)?.[1]?.[language]).toBe(sid);
  });
});
