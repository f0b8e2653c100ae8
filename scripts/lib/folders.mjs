// Folders that must be there and be ours to write.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Explained } from './output.mjs';

/** Makes missing folders one by one: Node's own recursive mkdir never returns for a path below /proc. */
function make(folder) {
  if (existsSync(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** Makes `folder` where it is missing and makes sure that this user can write in it; throws Explained, naming it. */
export function ensureWritable(folder) {
  try {
    make(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error.code === 'ENOSPC')
      throw new Explained(`The disk that holds ${folder} is full: make some room and start again.`);
    throw new Explained(`The data folder ${folder} cannot be written by this user: choose another with DATA_DIR.`);
  }
}
