/** From nothing to ready: the first start, the second, and what a server holds when nobody asks anything of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../../scripts/postgres.mjs';
import { memoryMbOf } from './lib/cpu.ts';
import { figure, long, Report } from './lib/report.ts';
import { createWorld, startServer } from './lib/server.ts';

const report = new Report('start');
const secondsSince = (from: number) => figure((performance.now() - from) / 1000, 2);

const begun = performance.now();
let world = await createWorld();
try {
  report.row({ what: 'first start: a new database', seconds: secondsSince(begun) });
  const first = await startServer(world);
  report.row({
    what: 'first start: server with migrations and demo world',
    seconds: figure(first.startedInMs / 1000, 2),
  });
  await first.stop();

  const rounds: number[] = [];
  for (let round = 0; round < long(5, 2); round += 1) {
    await world.postgres.stop();
    const from = performance.now();
    world = { ...world, postgres: await startPostgres({ dataDir: `${world.folder}/postgres` }) };
    const server = await startServer(world);
    rounds.push(secondsSince(from));
    if (round === 0) {
      const idle = long(20, 8);
      await pause(idle * 1000);
      report.row({
        what: `server memory, idle for ${idle} s after a second start`,
        MB: figure(memoryMbOf(server.pid), 0),
      });
    }
    await server.stop();
  }
  const [middle = 0] = rounds.sort((a, b) => a - b).slice(Math.floor(rounds.length / 2));
  report.row({ what: `second start: database and server, median of ${rounds.length}`, seconds: middle });
  report.note('Without installing and without building the interface; Node strips the types at each start.');
} finally {
  await world.close();
}
report.finish();
