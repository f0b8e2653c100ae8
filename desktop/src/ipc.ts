/** What the page may ask of the Electron process: channel names and the shape of the asking. */
export const channels = {
  about: 'khaacho:about',
  setServerOrigin: 'khaacho:set-server-origin',
  replicaKey: 'khaacho:replica-key',
  readSessionToken: 'khaacho:read-session-token',
  keepSessionToken: 'khaacho:keep-session-token',
  forgetSessionToken: 'khaacho:forget-session-token',
  savePdf: 'khaacho:save-pdf',
  print: 'khaacho:print',
  openDiagnostics: 'khaacho:open-diagnostics',
  checkForUpdate: 'khaacho:check-for-update',
  installUpdate: 'khaacho:install-update',
  updateState: 'khaacho:update-state',
} as const;

export type About = {
  version: string;
  platform: string;
  electron: string;
  chrome: string;
  /** The server this desk works with. */
  serverOrigin: string;
  /** `system`: keys are kept by the system's key store. `basic`: Linux without one, where keys are only obscured. */
  keyStore: 'system' | 'basic' | 'none';
};

export type UpdateState =
  | { kind: 'off' }
  | { kind: 'current' }
  | { kind: 'checking' }
  | { kind: 'downloading'; version: string }
  | { kind: 'ready'; version: string }
  | { kind: 'failed'; reason: string };

/** `window.khaacho` in Electron; absent in a browser. */
export type DesktopApi = {
  about(): Promise<About>;
  /** Asks the person in a window of the system first; the page is loaded anew where they agree. */
  setServerOrigin(origin: string): Promise<{ changed: boolean }>;
  /** 32 bytes from the system's key store, made on first use: the master key of the encrypted replica. */
  replicaKey(): Promise<Uint8Array<ArrayBuffer>>;
  sessionToken: {
    read(): Promise<string | null>;
    keep(token: string): Promise<void>;
    forget(): Promise<void>;
  };
  /** The page as it would be printed, saved where the person says; `saved` is false where they changed their mind. */
  savePdf(options: { name: string; landscape?: boolean }): Promise<{ saved: boolean }>;
  print(): Promise<{ printed: boolean }>;
  /** Writes a report (versions, settings, last crashes; no customer data) and shows it in its folder. */
  openDiagnostics(): Promise<void>;
  checkForUpdate(): Promise<UpdateState>;
  /** Starts the installer of a downloaded update and quits. */
  installUpdate(): Promise<void>;
  /** Calls back at every change; the answer stops it. `checkForUpdate` tells how it stands. */
  onUpdate(listener: (state: UpdateState) => void): () => void;
};
