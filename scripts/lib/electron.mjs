// Where Electron's binary is, if it is anywhere. Its package is never loaded: that would try to download it.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const programName = names[process.platform] ?? 'electron';

/** The folder of an unpacked Electron: ELECTRON_PATH (the folder or the program in it), or the package's own dist. */
export function electronFolder() {
  const given = process.env.ELECTRON_PATH;
  const installed = join(
    dirname(createRequire(join(root, 'desktop', 'package.json')).resolve('electron/package.json')),
    'dist',
  );
  const candidates = [given && existsSync(given) && statSync(given).isFile() ? dirname(given) : given, installed];
  return candidates.find((folder) => folder && existsSync(join(folder, programName))) ?? null;
}

/** The program itself, or null. */
export function electronProgram() {
  const folder = electronFolder();
  return folder ? join(folder, programName) : null;
}
