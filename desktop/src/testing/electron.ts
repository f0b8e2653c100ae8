/** Stands for the `electron` module in tests: it keeps what it was told, and lets a test play the system's side. */
import { EventEmitter } from 'node:events';

type Handler = (event: unknown, ...given: unknown[]) => unknown;

class FakeApp extends EventEmitter {
  isPackaged = true;
  hasLock = true;
  sandboxed = false;
  quits = 0;
  relaunched: unknown[] = [];
  userData = '';
  enableSandbox = () => {
    this.sandboxed = true;
  };
  requestSingleInstanceLock = () => this.hasLock;
  whenReady = () => Promise.resolve();
  getPath = () => this.userData;
  getVersion = () => '1.2.3';
  relaunch = (options: unknown) => {
    this.relaunched.push(options);
  };
  quit = () => {
    this.quits += 1;
  };
}

export class FakeContents extends EventEmitter {
  mainFrame = { url: 'app://khaacho/' };
  sent: unknown[][] = [];
  reloads = 0;
  printed = true;
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  send = (...given: unknown[]) => {
    this.sent.push(given);
  };
  reload = () => {
    this.reloads += 1;
  };
  setWindowOpenHandler = (handler: FakeContents['windowOpenHandler']) => {
    this.windowOpenHandler = handler;
  };
  print = (_options: unknown, done: (printed: boolean) => void) => done(this.printed);
  printToPDF = async (options: { landscape: boolean }) => Buffer.from(`%PDF landscape=${options.landscape}`);
}

type WindowOptions = { show: boolean; webPreferences: Record<string, unknown> };

export class BrowserWindow extends EventEmitter {
  static made: BrowserWindow[] = [];
  webContents = new FakeContents();
  loaded: string[] = [];
  calls: string[] = [];
  minimized = false;
  options: WindowOptions;
  constructor(options: WindowOptions) {
    super();
    this.options = options;
    BrowserWindow.made.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL = async (address: string) => {
    this.loaded.push(address);
  };
  isDestroyed = () => false;
  isMinimized = () => this.minimized;
  restore = () => this.calls.push('restore');
  show = () => this.calls.push('show');
  focus = () => this.calls.push('focus');
  close = () => this.calls.push('close');
}

type PermissionHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;

class FakeSession {
  request: PermissionHandler | null = null;
  check: ((contents: unknown, permission: string, origin: string) => boolean) | null = null;
  device: (() => boolean) | null = null;
  setPermissionRequestHandler = (handler: PermissionHandler) => {
    this.request = handler;
  };
  setPermissionCheckHandler = (handler: FakeSession['check']) => {
    this.check = handler;
  };
  setDevicePermissionHandler = (handler: () => boolean) => {
    this.device = handler;
  };
}

class FakeSafeStorage {
  available = true;
  backend = 'gnome_libsecret';
  isEncryptionAvailable = () => this.available;
  getSelectedStorageBackend = () => this.backend;
  encryptString = (text: string) => Buffer.from(`sealed:${Buffer.from(text).toString('hex')}`);
  decryptString = (sealed: Buffer) => {
    const text = sealed.toString();
    if (!text.startsWith('sealed:')) throw new Error('not sealed here');
    return Buffer.from(text.slice('sealed:'.length), 'hex').toString();
  };
}

class FakeDialog {
  /** What the person chooses next: an index of the buttons. */
  response = 0;
  filePath: string | undefined;
  asked: { message: string; detail?: string }[] = [];
  savedAs: { defaultPath: string }[] = [];
  showMessageBox = async (_window: unknown, options: FakeDialog['asked'][number]) => {
    this.asked.push(options);
    return { response: this.response };
  };
  showSaveDialog = async (_window: unknown, options: FakeDialog['savedAs'][number]) => {
    this.savedAs.push(options);
    return { canceled: this.filePath === undefined, filePath: this.filePath ?? '' };
  };
}

class FakeIpcMain {
  handlers = new Map<string, Handler>();
  handle = (channel: string, handler: Handler) => {
    this.handlers.set(channel, handler);
  };
}

class FakeIpcRenderer extends EventEmitter {
  invoked: unknown[][] = [];
  invoke = async (...given: unknown[]) => {
    this.invoked.push(given);
  };
}

export const app = new FakeApp();
export const session = { defaultSession: new FakeSession() };
export const safeStorage = new FakeSafeStorage();
export const dialog = new FakeDialog();
export const ipcMain = new FakeIpcMain();
export const ipcRenderer = new FakeIpcRenderer();
export const crashReporter = {
  started: null as unknown,
  start(options: unknown) {
    this.started = options;
  },
};
export const contextBridge = {
  exposed: {} as Record<string, unknown>,
  exposeInMainWorld(name: string, value: unknown) {
    this.exposed[name] = value;
  },
};
export const protocol = {
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]) {
    this.schemes = schemes;
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>) {
    this.handlers.set(scheme, handler);
  },
};
export const net = {
  answer: async (_url: string, _init?: RequestInit): Promise<Response> => new Response('ok'),
  fetch(url: string, init?: RequestInit) {
    return this.answer(url, init);
  },
};
export const shell = {
  opened: [] as string[],
  shown: [] as string[],
  async openExternal(address: string) {
    this.opened.push(address);
  },
  async openPath(path: string) {
    this.opened.push(path);
    return '';
  },
  showItemInFolder(path: string) {
    this.shown.push(path);
  },
};
