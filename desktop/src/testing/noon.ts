import { vi } from 'vitest';
import { NOW } from '../renderer/story/fixtures.ts';

/**
 * Screens are tested at the moment their fixtures speak of: what is "today" and how old a bill is must not depend on the
 * day the tests run. Timers go on as they are.
 */
if (typeof document !== 'undefined') vi.useFakeTimers({ toFake: ['Date'], now: NOW });
