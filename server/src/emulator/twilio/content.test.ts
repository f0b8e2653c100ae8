import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUSINESS, SITA, startWorld, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({
    templates: [
      {
        sid: `HX${'1'.repeat(32)}`,
        friendlyName: 'weekly_reorder',
        language: 'en',
        category: 'UTILITY',
        types: {
          'twilio/quick-reply': {
            body: 'Hello {{1}}, order same as last week?',
            actions: [
              { title: 'Yes', id: 'reorder:yes' },
              { title: 'No', id: 'reorder:no' },
            ],
          },
        },
      },
      {
        sid: `HX${'2'.repeat(32)}`,
        friendlyName: 'sign_in_code',
        language: 'en',
        category: 'AUTHENTICATION',
        types: {
          'whatsapp/authentication': {
            code_expiration_minutes: 5,
            actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy code' }],
          },
        },
      },
    ],
  });
});
afterEach(() => world.close());

const to = `whatsapp:${SITA}`;
const text = (body: string) => ({
  friendly_name: 'order_confirmed',
  language: 'en',
  variables: { '1': 'ORD1' },
  types: { 'twilio/text': { body } },
});
const thread = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      body: z.string(),
      template: z.boolean(),
      buttons: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
});
const lastBubble = async () => thread.parse(await world.control('GET', `/phones/${SITA}/messages`)).messages.at(-1);

describe('templates by the Content API', () => {
  it('are made, approved and sent outside the window', async () => {
    const content = await world.client.content.v1.contents.create({
      ...text('Order {{1}} is confirmed. Total {{2}}.'),
    } as never);
    const approval = await world.client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: 'order_confirmed', category: 'UTILITY' } as never);
    expect(approval.status).toBe('received');
    const fetched = await world.client.content.v1.contents(content.sid).approvalFetch().fetch();
    expect(fetched.whatsapp).toMatchObject({ status: 'approved', category: 'UTILITY', content_type: 'twilio/text' });
    const contentVariables = JSON.stringify({ '1': 'ORD260210001', '2': 'Rs.2373.00' });
    const sent = await world.client.messages.create({ from: BUSINESS, to, contentSid: content.sid, contentVariables });
    expect(sent.body).toBe('Order ORD260210001 is confirmed. Total Rs.2373.00.');
    await world.drain();
    expect(world.of('status').at(-1)?.params).toMatchObject({ MessageStatus: 'read', StructuredMessage: 'true' });
    expect((await world.client.content.v1.contents.list()).map((each) => each.friendlyName)).toContain(
      'order_confirmed',
    );
    expect(await world.client.content.v1.contents(content.sid).remove()).toBe(true);
  });

  it('stay within the window while they are not approved', async () => {
    const content = await world.client.content.v1.contents.create({ ...text('Hello {{1}} there.') } as never);
    await world.client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: 'hello_rejected', category: 'MARKETING' } as never);
    await world.client.messages.create({ from: BUSINESS, to, contentSid: content.sid });
    await world.drain();
    expect(world.of('status').at(-1)?.params.ErrorCode).toBe('63016');
    await world.says(SITA, 'hi');
    await world.client.messages.create({ from: BUSINESS, to, contentSid: content.sid });
    await world.drain();
    expect(world.of('status').at(-1)?.params.MessageStatus).toBe('read');
  });

  it.each([['{"1":""}'], ['{"1":null}'], ['{1:2}'], ['{"1":"two\\nlines"}'], ['{"1":"five     spaces"}'], ['[]']])(
    'refuse the variables %s with 21656',
    async (contentVariables) => {
      const contentSid = `HX${'1'.repeat(32)}`;
      await expect(
        world.client.messages.create({ from: BUSINESS, to, contentSid, contentVariables }),
      ).rejects.toMatchObject({ code: 21656 });
    },
  );

  it('refuses content it cannot show', async () => {
    await expect(
      world.client.content.v1.contents.create({ language: 'en', types: { 'twilio/dance': {} } } as never),
    ).rejects.toMatchObject({ status: 400 });
  });
});

describe('buttons', () => {
  it('of a template come back as `button`, with payload and the message they answer', async () => {
    const sent = await world.client.messages.create({
      from: BUSINESS,
      to,
      contentSid: `HX${'1'.repeat(32)}`,
      contentVariables: '{"1":"Sita"}',
    });
    await world.drain();
    expect(await lastBubble()).toMatchObject({
      body: 'Hello Sita, order same as last week?',
      template: true,
      buttons: [{ id: 'reorder:yes' }, { id: 'reorder:no' }],
    });
    await world.control('POST', `/phones/${SITA}/tap`, { message: sent.sid, id: 'reorder:yes' });
    await world.drain();
    expect(world.of('webhook')[0]?.params).toMatchObject({
      MessageType: 'button',
      Body: 'Yes',
      ButtonText: 'Yes',
      ButtonPayload: 'reorder:yes',
      OriginalRepliedMessageSid: sent.sid,
      OriginalRepliedMessageSender: BUSINESS,
    });
    await expect(world.control('POST', `/phones/${SITA}/tap`, { message: sent.sid, id: 'other' })).rejects.toThrow(
      '404',
    );
  });

  it('of a list come back as `interactive`, within the window only', async () => {
    const content = await world.client.content.v1.contents.create({
      friendly_name: 'which_rice',
      language: 'en',
      types: {
        'twilio/list-picker': {
          body: 'Which rice?',
          button: 'Choose',
          items: [{ id: 'RICE-1KG', item: 'Basmati', description: 'Rs 150' }],
        },
      },
    } as never);
    await world.client.content.v1
      .contents(content.sid)
      .approvalCreate.create({ name: 'which_rice', category: 'UTILITY' } as never);
    await world.client.messages.create({ from: BUSINESS, to, contentSid: content.sid });
    await world.drain();
    expect(world.of('status').at(-1)?.params.ErrorCode).toBe('63016');
    await world.says(SITA, 'rice');
    const sent = await world.client.messages.create({ from: BUSINESS, to, contentSid: content.sid });
    await world.drain();
    await world.control('POST', `/phones/${SITA}/tap`, { message: sent.sid, id: 'RICE-1KG' });
    await world.drain();
    expect(world.of('webhook').at(-1)?.params).toMatchObject({
      MessageType: 'interactive',
      ListId: 'RICE-1KG',
      ListTitle: 'Basmati',
      ListDescription: 'Rs 150',
    });
  });

  it('of a sign-in code copy it; a person without a number cannot get one', async () => {
    const code = { from: BUSINESS, contentSid: `HX${'2'.repeat(32)}`, contentVariables: '{"1":"123456"}' };
    const sent = await world.client.messages.create({ ...code, to });
    expect(sent.body).toBe('*123456* is your verification code.');
    await world.drain();
    expect(world.of('status').at(-1)?.params.MessageStatus).toBe('read');
    await world.control('PATCH', `/phones/${SITA}`, { hideNumber: true });
    await world.says(SITA, 'sign in');
    await world.client.messages.create({ ...code, to: world.of('webhook')[0]?.params.From ?? '' });
    await world.drain();
    expect(world.of('status').at(-1)?.params.ErrorCode).toBe('63024');
  });
});
