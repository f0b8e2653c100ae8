import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertDocument } from '../alerts/contract.ts';
import { addMinutes } from '../kernel/clock.ts';
import { changed } from '../sync/projection.ts';
import { project } from '../sync/projections.ts';
import { AT, actors, commandId, createTestReplica, NOW, SHOP, type TestReplica } from '../sync/test-replica.ts';
import type { MessageDocument } from './contract.ts';
import type { MessageSendPayload } from './send-contract.ts';

const messageId = (n: number) => `00000000-0000-7000-8009-${String(n).padStart(12, '0')}`;
const ago = (minutes: number) => addMinutes(NOW, -minutes).toISOString();

let replica: TestReplica;
beforeEach(() => {
  replica = createTestReplica();
});

function hear(n: number, minutes: number, over: Partial<MessageDocument> = {}): void {
  const at = ago(minutes);
  const message: MessageDocument = {
    ...{ id: messageId(n), retailerId: SHOP, direction: 'INBOUND', kind: 'TEXT', body: 'wet', status: 'HANDLED' },
    ...{ orderId: null, medium: 'WHATSAPP', at, updatedAt: at, ...over },
  };
  replica.apply([changed('messages', message)]);
}
function asked(n: number, minutes: number, figures: AlertDocument['figures']): void {
  const alert: AlertDocument = {
    ...{ id: messageId(n), kind: 'MESSAGE_UNREAD', severity: 'WARNING', message: 'Look.', figures, orderId: null },
    ...{ retailerId: SHOP, vendorId: null, openedAt: ago(minutes), acknowledgedAt: null, acknowledgedBy: null },
    updatedAt: ago(minutes),
  };
  replica.apply([changed('alerts', alert)]);
}
function send(payload: Partial<MessageSendPayload> = {}, issuedAt = AT, now = NOW) {
  const command = {
    id: commandId(1),
    type: 'message.send' as const,
    payload: { retailerId: SHOP, text: 'Coming at four', ...payload },
    issuedAt,
  };
  const projected = project(replica, command, actors.support, now);
  if (projected.ok) replica.apply(projected.value);
  return projected;
}
const open = () => replica.all('alerts').filter((alert) => alert.acknowledgedAt === null).length;

describe('message.send', () => {
  it('stands in the thread at once, queued, and closes what it answers', () => {
    hear(1, 10);
    asked(11, 10, { messageId: messageId(1) });
    expect(send({ answers: messageId(1) }).ok).toBe(true);
    expect(replica.get('messages', commandId(1))).toMatchObject({
      ...{ body: 'Coming at four', status: 'QUEUED', direction: 'OUTBOUND', at: AT, writtenBy: 'SUPPORT' },
    });
    expect(replica.get('alerts', messageId(11))).toMatchObject({ acknowledgedAt: AT, acknowledgedBy: 'SUPPORT' });
  });

  it('leaves open what was asked after the message its writer had seen', () => {
    hear(1, 30);
    hear(2, 20);
    hear(3, 10);
    asked(11, 30, { messageId: messageId(1) });
    asked(12, 30, { messageId: messageId(1), lastMessageId: messageId(3) });
    asked(13, 15, {});
    send({ answers: messageId(1) });
    expect(open()).toBe(2);
    send({ answers: messageId(3) });
    expect(open()).toBe(0);
  });

  it('is refused a day after they last wrote, by when it was written and not by when it is looked at', () => {
    expect(send()).toMatchObject({ ok: false, error: { code: 'WINDOW_CLOSED' } });
    hear(1, 24 * 60 - 2);
    hear(2, 10, { medium: 'SMS' });
    expect(send({}, AT, addMinutes(NOW, 600)).ok).toBe(true);
    expect(send({}, addMinutes(NOW, 2).toISOString())).toMatchObject({ ok: false, error: { code: 'WINDOW_CLOSED' } });
  });

  it('may be a note at any time, which answers nothing', () => {
    asked(11, 10, {});
    expect(send({ internal: true }).ok).toBe(true);
    expect(replica.get('messages', commandId(1))).toMatchObject({ status: 'HANDLED', internal: true });
    expect(open()).toBe(1);
  });
});
