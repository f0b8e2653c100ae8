import type { DesktopApi } from '../ipc.ts';

declare global {
  interface Window {
    /** There in Electron only. */
    khaacho?: DesktopApi;
  }
}
