// npm test: everything that must hold, in about five minutes on two cores. The last line is the sum.
import { build, coverage, format, imports, lint, packaged, schema, types } from './lib/checks.mjs';
import { endProgramsWithTask } from './lib/programs.mjs';
import { runStages } from './lib/stages.mjs';
import { vitestStage } from './lib/vitest.mjs';

endProgramsWithTask();
const code = await runStages([
  format,
  lint,
  imports,
  coverage,
  schema,
  types,
  build('renderer'),
  build('simulator'),
  vitestStage({ name: 'tools', folder: 'scripts', after: ['build renderer', 'build simulator'] }),
  vitestStage({ name: 'unit', folder: 'shared' }),
  vitestStage({ name: 'integration', folder: 'server' }),
  vitestStage({ name: 'desktop', folder: 'desktop' }),
  vitestStage({ name: 'sync fuzz', folder: 'e2e/fuzz' }),
  packaged,
  vitestStage({ name: 'end-to-end', folder: 'e2e', after: ['build renderer', 'build simulator'] }),
]);
process.exit(code);
