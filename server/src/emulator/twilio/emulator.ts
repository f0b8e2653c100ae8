import { Router } from 'express';
import { refuse } from './auth.ts';
import { createCallbacks } from './callbacks.ts';
import { createChaos } from './chaos.ts';
import { contentProblem } from './content.ts';
import { createContentRouter } from './content-router.ts';
import { type Core, createDirectory } from './core.ts';
import { notFound } from './errors.ts';
import { createInbox, type Inbox } from './inbound.ts';
import { openJournal } from './journal.ts';
import { createLadder, type Ladder } from './ladder.ts';
import { createMediaRouter } from './media-router.ts';
import { createMediaStore } from './media-store.ts';
import { type SeedTemplate, settle, type TwilioEmulatorOptions } from './options.ts';
import type { JournalEvent } from './records.ts';
import { createMessagesRouter } from './rest.ts';
import { logRest } from './rest-log.ts';
import { createSchedule } from './schedule.ts';
import { createSimulatorRouter } from './simulator.ts';
import { createState } from './state.ts';
import { createStream } from './stream.ts';
import { contactView, messageView } from './view.ts';
import { createWire } from './wire.ts';

export type { DemoContact, SeedTemplate, TwilioEmulatorOptions } from './options.ts';

export interface TwilioEmulator {
  /** Twilio's REST API; mounted at /emulator/twilio. */
  router: Router;
  /** The control plane of the phone page; mounted at /simulator/api. */
  simulator: Router;
  /** Settles when all work that is due has been done: webhooks answered, callbacks told. */
  drain(): Promise<void>;
  stop(): void;
}

/**
 * A Twilio of one's own, for the demo and for tests: the real client talks to it by base URL, and it calls the
 * application back by signed webhooks. Throws in production, and on missing or malformed options.
 */
export function createTwilioEmulator(options: TwilioEmulatorOptions): TwilioEmulator {
  if (process.env.NODE_ENV === 'production')
    throw new Error('the Twilio emulator is for demos and tests; it does not start in production');
  const { core, close } = createCore(options);
  const callbacks = createCallbacks(core);
  const ladder = createLadder(core, callbacks);
  const inbox = createInbox(core, ladder);
  for (const template of options.templates ?? []) seedTemplate(core, template);
  resume(core, ladder, inbox);
  const unlisten = core.clock.onAdvance?.(() => core.schedule.wake());
  return {
    router: createApi(core, ladder),
    simulator: createSimulatorRouter(core, inbox),
    drain: () => core.schedule.drain(),
    stop() {
      unlisten?.();
      core.schedule.stop();
      core.stream.close();
      close();
    },
  };
}

function createCore(options: TwilioEmulatorOptions): { core: Core; close: () => void } {
  const settings = settle(options);
  const journal = openJournal(options.journalFile);
  const state = createState();
  for (const event of journal.events) state.apply(event);
  const stream = createStream();
  const log = options.log ?? ((message, error) => console.error(message, error));
  const core: Core = {
    settings,
    clock: options.clock,
    state,
    schedule: createSchedule(options.clock, (error) => log('the Twilio emulator failed', error)),
    chaos: createChaos(settings.chaos, settings.seed),
    media: createMediaStore(options.journalFile ? `${options.journalFile}.media` : null),
    wire: createWire((type, data) => stream.emit(type, data)),
    stream,
    directory: createDirectory(settings),
    record(event) {
      journal.append(event);
      state.apply(event);
      announce(core, event);
    },
  };
  // Ids of phones in the journal must lead back to them before the first message goes out.
  for (const contact of state.contacts()) core.directory.bsuid(contact.phone);
  return { core, close: () => journal.close() };
}

/** Both prefixes of the API: under one base URL, or one per product host label as in `api.` and `content.`. */
function createApi(core: Core, ladder: Ladder): Router {
  const router = Router();
  router.use(logRest(core));
  const api = [createMediaRouter(core), createMessagesRouter(core, ladder)];
  const content = createContentRouter(core);
  router.use('/api', ...api);
  router.use('/content', content);
  router.use(...api, content);
  router.use((request, response) => refuse(response, notFound(request.path)));
  return router;
}

/** Tells the listening pages what an event has changed. */
function announce(core: Core, event: JournalEvent): void {
  if (core.stream.listeners() === 0) return;
  const sid = event.t === 'message' ? event.message.sid : 'sid' in event ? event.sid : null;
  const message = sid === null ? undefined : core.state.message(sid);
  const phone = message?.phone ?? ('phone' in event ? event.phone : null);
  if (event.t === 'delete') core.stream.emit('deleted', { sid: event.sid });
  if (message) core.stream.emit('message', messageView(core, message));
  if (phone !== null) core.stream.emit('contact', contactView(core, phone));
}

function seedTemplate(core: Core, template: SeedTemplate): void {
  const problem = contentProblem(template.types);
  if (problem !== null || !/^HX[0-9a-f]{32}$/.test(template.sid))
    throw new Error(`template ${template.friendlyName}: ${problem ?? 'sid'}`);
  const at = core.clock.now().toISOString();
  const { sid, friendlyName, language, category, types } = template;
  const approval = { name: friendlyName, category, status: 'approved' as const, rejectionReason: '' };
  const content = { sid, friendlyName, language, variables: {}, types, approval, createdAt: at, updatedAt: at };
  const known = core.state.content(sid);
  const isSame = known !== undefined && JSON.stringify(known.types) === JSON.stringify(types);
  if (!isSame) core.record({ t: 'content', content });
}

// The application shares this process: by then it listens.
const RESUME_AFTER_MS = 1_500;

/** Goes on after a restart: unfinished deliveries rise on, and webhooks whose end was never seen are sent again. */
function resume(core: Core, ladder: Ladder, inbox: Inbox): void {
  for (const message of core.state.messages()) {
    if (message.direction !== 'inbound') ladder.resume(message);
    else if (message.delivery === 'pending') core.schedule.after(RESUME_AFTER_MS, () => inbox.forward(message));
  }
}
