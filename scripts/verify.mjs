// npm run verify: what is worth running before every commit, in under a minute: no database, no browser.
import { coverage, format, imports, lint, types } from './lib/checks.mjs';
import { endProgramsWithTask } from './lib/programs.mjs';
import { runStages } from './lib/stages.mjs';
import { vitestStage } from './lib/vitest.mjs';

endProgramsWithTask();
process.exit(
  await runStages([format, lint, imports, coverage, types, vitestStage({ name: 'unit', folder: 'shared' })]),
);
