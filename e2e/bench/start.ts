/** From nothing to ready, again to ready, and what an idle server holds in memory. */
import { setTimeout as pause } from 'node:timers/promises';
import { memoryMbOf } from './lib/cpu.ts';
import { figure, Report } from './lib/report.ts';
import { startServer, withWorld } from './lib/server.ts';

const report = new Report('start');

await withWorld(async (world) => {
  const first = await startServer(world);
  report.row({ what: 'first start: migrations and demo world', ms: figure(first.startedInMs, 0) });
  await first.stop();
  const second = await startServer(world);
  report.row({ what: 'second start', ms: figure(second.startedInMs, 0) });
  await pause(3000);
  report.row({ what: 'idle server, resident', MB: figure(memoryMbOf(second.pid), 0) });
  await second.stop();
});
report.note(
  'The server process alone: npm start adds PostgreSQL (about a second the first time) and, where sources changed, the build.',
);
report.finish();
