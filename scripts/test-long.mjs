// npm run test:long: the files named *.long.test.ts – long fuzz, long histories, the fault matrix. Hours are allowed.
import { build } from './lib/checks.mjs';
import { endProgramsWithTask } from './lib/programs.mjs';
import { runStages } from './lib/stages.mjs';
import { vitestStage } from './lib/vitest.mjs';

endProgramsWithTask();
const long = { long: true, show: true };
const code = await runStages([
  build('renderer'),
  build('simulator'),
  vitestStage({ name: 'long tools', folder: 'scripts', ...long }),
  vitestStage({ name: 'long unit', folder: 'shared', ...long }),
  vitestStage({ name: 'long integration', folder: 'server', ...long }),
  vitestStage({ name: 'long desktop', folder: 'desktop', ...long }),
  vitestStage({ name: 'long sync fuzz', folder: 'e2e/fuzz', ...long }),
  vitestStage({ name: 'long end-to-end', folder: 'e2e', after: ['build renderer', 'build simulator'], ...long }),
]);
process.exit(code);
