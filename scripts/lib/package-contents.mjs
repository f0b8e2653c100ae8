// What a packaged application must hold and must not.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { root } from './root.mjs';

// electron-builder's own reader of archives; it is not a dependency of ours to name.
function asarReader() {
  const builder = createRequire(
    createRequire(join(root, 'desktop', 'package.json')).resolve('electron-builder/package.json'),
  );
  const library = createRequire(builder.resolve('app-builder-lib/package.json'));
  return library('@electron/asar');
}

const ALLOWED = [
  /^package\.json$/,
  /^out\/main\/index\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/[\w./@-]+\.(js|css|svg|png|ico|webp|woff2?|wasm|json|mp3|ogg)$/,
];
const REQUIRED = ['package.json', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
/** Traces of a checkout or of secrets that no bundle may carry. */
const TRACES = [root, 'sourceMappingURL=data', '-----BEGIN PRIVATE KEY', 'demo-twilio-auth-token'];

/** Fuses by place in the wire; undefined ones are left as Electron ships them. */
const FUSES = ['0', '1', '0', '0', '1', '1', '0', '0'];

function fusesOf(program) {
  const bytes = readFileSync(program);
  const at = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
  return at === -1
    ? null
    : bytes
        .subarray(at + 34, at + 34 + FUSES.length)
        .toString('latin1')
        .split('');
}

function contentProblems(archive, files, asar) {
  const problems = files
    .filter((file) => !ALLOWED.some((allowed) => allowed.test(file)))
    .map((file) => `app.asar holds ${file}`);
  problems.push(...REQUIRED.filter((file) => !files.includes(file)).map((file) => `app.asar lacks ${file}`));
  for (const file of files.filter((name) => /\.(c?js|html|css|json)$/.test(name))) {
    const text = asar.extractFile(archive, file).toString('utf8');
    problems.push(
      ...TRACES.filter((trace) => text.includes(trace)).map((trace) => `${file} in app.asar contains "${trace}"`),
    );
  }
  return problems;
}

/** Looks into the unpacked application below `dist`; answers what is wrong with it and how large it is. */
export async function packageProblems(dist) {
  const [archive] = globSync(join(dist, '*unpacked*', 'resources', 'app.asar')).concat(
    globSync(join(dist, 'mac*', '*.app', 'Contents', 'Resources', 'app.asar')),
  );
  if (!archive) return { problems: ['there is no app.asar'], files: 0, bytes: 0, app: null };
  const asar = asarReader();
  const inside = asar.listPackage(archive).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
  const sizes = inside
    .map((path) => [path, asar.statFile(archive, path)])
    .filter(([, entry]) => entry.files === undefined);
  const problems = contentProblems(
    archive,
    sizes.map(([path]) => path),
    asar,
  );
  const resources = dirname(archive);
  const beside = readdirSync(resources).filter(
    (name) => !/^(app\.asar|.*\.lproj|icon\.icns|app-update\.yml)$/.test(name),
  );
  problems.push(...beside.map((name) => `${basename(resources)}/ holds ${name} beside the asar`));
  const app = process.platform === 'darwin' ? dirname(dirname(resources)) : dirname(resources);
  const wire = programsIn(app).map(fusesOf).find(Boolean);
  if (!wire) problems.push('no fuse wire was found in the binary');
  else if (wire.join('') !== FUSES.join(''))
    problems.push(`the fuses are ${wire.join('')}, they should be ${FUSES.join('')}`);
  return { problems, files: sizes.length, bytes: sizes.reduce((sum, [, { size }]) => sum + size, 0), app };
}

function programsIn(app) {
  if (process.platform === 'darwin')
    return globSync(join(app, 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework'));
  return readdirSync(app)
    .filter((name) => /^khaacho(\.exe)?$/i.test(name))
    .map((name) => join(app, name));
}
