// Where things are in this checkout.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Programs of the root's packages. */
export const bin = join(root, 'node_modules', '.bin');
