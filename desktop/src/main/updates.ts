/** Updates: a signed manifest, the file it names, its checksum, and the system's installer. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { UpdateState } from '../ipc.ts';
import { isNewer, type Manifest, readManifest, type UpdateFile } from './update-manifest.ts';

export type UpdatePorts = {
  /** Folder of the manifest, `https://…/`; empty: this build looks for no updates. */
  feed: string;
  /** Ed25519, SPKI DER in base64; empty: this build trusts nobody. */
  publicKey: string;
  version: string;
  /** `win32-x64` and the like. */
  target: string;
  folder: string;
  fetch(url: string): Promise<Response>;
  changed(state: UpdateState): void;
  /** Hands a checked file to the system. */
  launch(file: string): Promise<void>;
};

type Ready = { manifest: Manifest; file: UpdateFile; path: string };

export class Updates {
  readonly #ports: UpdatePorts;
  #state: UpdateState;
  #ready: Ready | null = null;
  #running: Promise<UpdateState> | null = null;

  constructor(ports: UpdatePorts) {
    this.#ports = ports;
    this.#state = this.#isOn() ? { kind: 'current' } : { kind: 'off' };
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks, downloads and checks; one look serves all who ask meanwhile. Never rejects: a failure is a state. */
  check(): Promise<UpdateState> {
    if (!this.#isOn() || this.#ready) return Promise.resolve(this.#state);
    this.#running ??= this.#look()
      .catch((error: unknown) =>
        this.#tell({ kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' }),
      )
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Checks the file once more (it lay on the disk meanwhile) and starts it. */
  async install(): Promise<void> {
    if (!this.#ready) throw new Error('NO_UPDATE_READY');
    const { file, path } = this.#ready;
    if (!isFile(await readFile(path), file)) {
      this.#ready = null;
      await rm(path, { force: true });
      this.#tell({ kind: 'failed', reason: 'The downloaded update was changed on this disk.' });
      throw new Error('UPDATE_CHANGED');
    }
    await this.#ports.launch(path);
  }

  #isOn(): boolean {
    return this.#ports.feed.startsWith('https://') && this.#ports.publicKey !== '';
  }

  #tell(state: UpdateState): UpdateState {
    this.#state = state;
    this.#ports.changed(state);
    return state;
  }

  async #look(): Promise<UpdateState> {
    this.#tell({ kind: 'checking' });
    const [bytes, signature] = await Promise.all([this.#get('latest.json'), this.#get('latest.json.sig')]);
    const manifest = readManifest(bytes, new TextDecoder().decode(signature), this.#ports.publicKey);
    if (!manifest)
      return this.#tell({ kind: 'failed', reason: 'The list of versions is not signed by the publisher.' });
    const file = manifest.files[this.#ports.target];
    if (!file || !isNewer(manifest.version, this.#ports.version)) return this.#tell({ kind: 'current' });
    this.#tell({ kind: 'downloading', version: manifest.version });
    const path = await this.#download(file);
    if (!path) return this.#tell({ kind: 'failed', reason: 'The update arrived damaged.' });
    this.#ready = { manifest, file, path };
    return this.#tell({ kind: 'ready', version: manifest.version });
  }

  async #get(name: string): Promise<Uint8Array> {
    const response = await this.#ask(name);
    return new Uint8Array(await response.arrayBuffer());
  }

  async #ask(name: string): Promise<Response> {
    const response = await this.#ports.fetch(new URL(name, this.#ports.feed).href);
    if (!response.ok) throw new Error(`The update server answered ${response.status}.`);
    return response;
  }

  /** The path of the whole and checked file, or null. */
  async #download(file: UpdateFile): Promise<string | null> {
    const path = join(this.#ports.folder, 'updates', file.name);
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.part`;
    const response = await this.#ask(file.name);
    if (!response.body) return null;
    try {
      if (!(await save(response.body, part, file))) return null;
      await rename(part, path);
      return path;
    } finally {
      await rm(part, { force: true });
    }
  }
}

/** Writes the body to `path`; true where it is the file that was announced. */
async function save(body: ReadableStream<Uint8Array>, path: string, file: UpdateFile): Promise<boolean> {
  const hash = createHash('sha512');
  let size = 0;
  const handle = await open(path, 'w', 0o700);
  try {
    for await (const chunk of chunksOf(body)) {
      size += chunk.byteLength;
      // An endless answer must not fill the disk.
      if (size > file.size) throw new Error('The update is larger than announced.');
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  return size === file.size && hash.digest('hex') === file.sha512;
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel();
  }
}

function isFile(content: Uint8Array, { size, sha512 }: UpdateFile): boolean {
  return content.byteLength === size && createHash('sha512').update(content).digest('hex') === sha512;
}
