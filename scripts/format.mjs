// npm run format: formats every file and sorts its imports.
import { join } from 'node:path';
import { run } from './lib/programs.mjs';
import { bin } from './lib/root.mjs';

const { code } = await run(join(bin, 'biome'), ['check', '--write', '.'], { show: true });
process.exit(code);
