// node scripts/run.mjs sign-update <version> <folder>: writes latest.json and latest.json.sig over the installers in a
// folder, ready to be put on the update server beside them. UPDATE_PRIVATE_KEY is the publisher's Ed25519 key (PEM);
// without it a new pair is made and shown, and nothing is signed. The public half goes into the build as
// KHAACHO_UPDATE_PUBLIC_KEY, the address of the folder as KHAACHO_UPDATE_FEED.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './lib/output.mjs';

/** The system a file is for, by the names electron-builder gives (`artifactName` in electron-builder.yml). */
const TARGET = /-(win32|darwin|linux)-(x64|x86_64|arm64)\.(exe|dmg|AppImage)$/;

const publicHalf = (key) => createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');

function showNewPair() {
  const { privateKey } = generateKeyPairSync('ed25519');
  console.log(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  console.log(`KHAACHO_UPDATE_PUBLIC_KEY=${publicHalf(privateKey)}`);
  console.log('\nA new pair: keep the private key away from the repository and give it as UPDATE_PRIVATE_KEY.');
}

function readKey(pem) {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below.
  }
  return fail('UPDATE_PRIVATE_KEY is not an Ed25519 private key in PEM.');
}

function describe(folder) {
  const found = readdirSync(folder).flatMap((name) => {
    const target = TARGET.exec(name);
    if (!target) return [];
    const content = readFileSync(join(folder, name));
    const sha512 = createHash('sha512').update(content).digest('hex');
    return [[`${target[1]}-${target[2].replace('x86_64', 'x64')}`, { name, size: content.length, sha512 }]];
  });
  return Object.fromEntries(found);
}

const [version, folder] = process.argv.slice(2);
if (!process.env.UPDATE_PRIVATE_KEY) {
  showNewPair();
} else {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '') || !folder)
    fail('Give the version (1.2.3) and the folder of the installers.');
  const key = readKey(process.env.UPDATE_PRIVATE_KEY);
  const files = describe(folder);
  if (Object.keys(files).length === 0) fail(`There is no installer in ${folder}.`);
  const manifest = Buffer.from(`${JSON.stringify({ version, files }, null, 2)}\n`);
  writeFileSync(join(folder, 'latest.json'), manifest);
  writeFileSync(join(folder, 'latest.json.sig'), `${sign(null, manifest, key).toString('base64')}\n`);
  console.log(`Signed ${version} for ${Object.keys(files).join(', ')}; public key ${publicHalf(key)}`);
}
