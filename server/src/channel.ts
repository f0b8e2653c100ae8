import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import { transaction } from './db/database.ts';
import { demoTemplateSids } from './demo/templates.ts';
import type { Log } from './log.ts';
import { tellOperator } from './messages/failure-service.ts';
import { channelFigures, deliveryRate } from './messages/figures-service.ts';
import type { Metrics } from './metrics.ts';
import { type GuardedChannel, guardChannel } from './outside/guard.ts';
import { createTwilioChannel } from './outside/twilio/channel.ts';
import { allTemplates } from './outside/twilio/content.ts';

/** The channel of this installation. Another provider is another line here; nothing else knows which one it is. */
export function createChannel(config: Config, { db, clock, log }: { db: Db; clock: Clock; log: Log }): GuardedChannel {
  const templates = config.demo ? { ...demoTemplateSids(), ...config.twilio.templates } : config.twilio.templates;
  const channel = createTwilioChannel({ ...config.twilio, templates });
  const missing = allTemplates()
    .filter(({ definition, language }) => !channel.capabilities.hasTemplate(definition.name, language))
    .map(({ definition, language }) => `${definition.name}/${language}`);
  if (missing.length > 0)
    log.warn({ missing }, 'templates that are not registered: outside the 24-hour window these are not sent');
  return guardChannel(channel, {
    clock,
    onTrouble: ({ failure, errorCode, until }) => {
      log.error({ failure, errorCode, until }, 'messages are held back: the provider does not take them');
      transaction(db, (tx) => tellOperator(tx, failure, errorCode, clock.now())).catch((error: unknown) =>
        log.error({ err: error }, 'an operator could not be told'),
      );
    },
  });
}

/** What a graph needs to show that messages arrive, and what they cost. */
export function measureChannel(metrics: Metrics, { db, clock }: { db: Db; clock: Clock }): void {
  const figures = () => channelFigures(db, clock.now());
  metrics.gaugeBy(
    'messages_last_day',
    'Messages of the last day by status.',
    'status',
    async () => (await figures()).byStatus,
  );
  metrics.gauge(
    'message_delivery_share',
    'Share of the last day’s messages that arrived.',
    async () => deliveryRate((await figures()).byStatus) ?? 1,
  );
  metrics.gauge(
    'messages_per_order',
    'Messages that left in the last day for each order taken in chat.',
    async () => (await figures()).perOrder,
  );
}
