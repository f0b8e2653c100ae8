/** Hands a downloaded and checked update to the system. */
import { spawn } from 'node:child_process';
import { chmod, copyFile, rename } from 'node:fs/promises';
import { type App, shell } from 'electron';

/** Starts the installer of this system with `file` and ends the application so that it can be replaced. */
export async function launchInstaller(app: Pick<App, 'quit' | 'relaunch'>, file: string): Promise<void> {
  if (process.platform === 'win32') {
    spawn(file, ['--updated'], { detached: true, stdio: 'ignore' }).unref();
    app.quit();
    return;
  }
  const image = process.env['APPIMAGE'];
  if (process.platform === 'linux' && image && file.endsWith('.AppImage')) {
    // An AppImage is one file: the new one takes its place in one step and is started.
    await copyFile(file, `${image}.new`);
    await chmod(`${image}.new`, 0o755);
    await rename(`${image}.new`, image);
    app.relaunch({ execPath: image, args: [] });
    app.quit();
    return;
  }
  // A disk image or a package: the system shows it, the person confirms.
  const problem = await shell.openPath(file);
  if (problem !== '') throw new Error(problem);
  app.quit();
}
