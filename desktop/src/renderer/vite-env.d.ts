/// <reference types="vite/client" />

interface Window {
  /** There in Electron only; see src/ipc.ts. */
  khaacho?: import('../ipc.ts').DesktopApi;
}
