// Who may import whom. Pure: a path and what it imports in, a sentence or null out.
import { posix } from 'node:path';

/** Features that anyone on the server may call; among themselves a later one may use an earlier one. */
const BOTTOM = ['settings', 'audit', 'alerts', 'media', 'messages'];

/** The other features, lowest first: each may use the ones before it. A new feature takes its place here on purpose. */
const ORDER = [
  'people',
  'parties',
  'catalogue',
  'pricing',
  'stock',
  'ledger',
  'credit',
  'payments',
  'invoices',
  'risk',
  'routing',
  'orders',
  'delivery',
  'intake',
  'platforms',
  // These read any table and write their own; nothing below asks them.
  'scoring',
  'analytics',
  'invariants',
];

/** Folders of the server that are no features, and the other such folders each may import. */
const PLUMBING = {
  db: [],
  outside: [],
  jobs: ['db'],
  sync: ['db', 'jobs', 'http'],
  http: ['db'],
};
/** Single files at the top that belong to nobody and may be read by all; the others there put the server together. */
const SERVER_BASICS = new Set(['config', 'secrets', 'log', 'metrics']);
/** People answers http's question "who asks?", so it knows http/; of the other features only routes do. */
const KNOWS_HTTP = new Set(['people']);
/** These put everything together or stand beside it; they may import any part of the server. */
const COMPOSERS = new Set(['demo', 'testing']);
const DOORS = new Set(['routes', 'replica', 'jobs']);
const ROLES = ['table', 'store', 'service', 'routes', 'replica', 'jobs'];

/** Tests and what only they use: `testing/` and `test-app.ts`. */
const isTest = (path) => /\.test\.tsx?$|\/testing\/|\/test-[\w-]+\.tsx?$/.test(path);
const stem = (file) => file.replace(/\.tsx?$/, '');

/** `store.ts`, `store-search.ts`, `search-store.ts` and `store/search.ts` are all store. The rest is `part`. */
function roleOf(parts) {
  const names = parts.length > 1 ? [parts[0], stem(parts.at(-1))] : [stem(parts[0])];
  const is = (name, role) => name === role || name.startsWith(`${role}-`) || name.endsWith(`-${role}`);
  return ROLES.find((role) => names.some((name) => is(name, role))) ?? 'part';
}

function classifyServer([first, ...rest]) {
  if (rest.length === 0)
    return { area: 'server', kind: SERVER_BASICS.has(stem(first)) ? 'basic' : 'composer', name: stem(first) };
  if (COMPOSERS.has(first)) return { area: 'server', kind: 'composer', name: first };
  if (first in PLUMBING) return { area: 'server', kind: 'plumbing', name: first };
  if (first === 'emulator') return { area: 'server', kind: 'emulator', name: first };
  return { area: 'server', kind: 'feature', name: first, role: roleOf(rest) };
}

function sharedLayer(first, file) {
  if (first === 'kernel') return 'kernel';
  const name = stem(file);
  if (/(^|-)contract(-|$)/.test(name)) return 'contract';
  return /(^|-)states(-|$)/.test(name) ? 'states' : 'rules';
}

function classifyDesktop([first, ...rest]) {
  if (first === 'ipc.ts') return { area: 'desktop', kind: 'ipc' };
  if (first !== 'renderer') return { area: 'desktop', kind: first };
  const [part, name] = rest;
  return {
    area: 'desktop',
    kind: 'renderer',
    part,
    name: part === 'features' || part === 'workspaces' ? name : undefined,
  };
}

/** What a file of the repository is, by its path from the root. */
export function classify(path) {
  const [top, src, ...rest] = path.split('/');
  if (top === 'shared' && src === 'src') return { area: 'shared', layer: sharedLayer(rest[0], rest.at(-1)) };
  if (top === 'server' && src === 'src') return classifyServer(rest);
  if (top === 'desktop' && src === 'src') return classifyDesktop(rest);
  return { area: top };
}

/** The file an import means, as a path from the root; null where it is a package or a built-in. */
export function target(from, specifier) {
  if (specifier.startsWith('@khaacho/shared/')) return `shared/src/${specifier.slice('@khaacho/shared/'.length)}`;
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  return null;
}

const LAYERS = ['kernel', 'contract', 'states', 'rules'];

function sharedRefusal(from, to) {
  if (to.area !== 'shared')
    return 'shared imports neither the server nor the desktop nor anything else of the repository';
  if (LAYERS.indexOf(to.layer) > LAYERS.indexOf(from.layer))
    return `in shared, ${from.layer} may not import ${to.layer}`;
  return null;
}

/** Whether feature `from` stands above feature `to`; a sentence where it does not or the place is unknown. */
function orderRefusal(from, to) {
  for (const name of [from, to]) {
    if (!ORDER.includes(name) && !BOTTOM.includes(name)) {
      return `the feature "${name}" has no place in the order yet: give it one in scripts/lib/import-rules.mjs`;
    }
  }
  const all = [...BOTTOM, ...ORDER];
  return all.indexOf(to) < all.indexOf(from) ? null : `${from} stands below ${to} and may not use it`;
}

function otherFeatureRefusal(from, to) {
  const wrongWay = orderRefusal(from.name, to.name);
  if (wrongWay) return wrongWay;
  if (DOORS.has(from.role)) return `a door (${from.role}) calls its own service; ${to.name} is another feature`;
  if (from.role === 'store' || from.role === 'table')
    return `a ${from.role} knows its own tables; ${to.name} is another feature`;
  return to.role === 'service'
    ? null
    : `${to.name} is used through its service.ts, not its ${to.role === 'part' ? 'parts' : to.role}`;
}

function ownFeatureRefusal(from, to, typeOnly) {
  if (typeOnly) return null;
  if (DOORS.has(from.role)) {
    return to.role === 'store' || to.role === 'table'
      ? `a door (${from.role}) goes through its service, not to the ${to.role}`
      : null;
  }
  if (DOORS.has(to.role)) return `a ${from.role} may not import a door (${to.role})`;
  if (from.role === 'table' && to.role !== 'table') return 'a table imports nothing of its feature';
  if (from.role === 'store' && to.role === 'service') return 'a store may not import a service';
  return null;
}

function featureRefusal(from, to, typeOnly) {
  if (to.kind === 'basic') return null;
  if (to.kind === 'composer') {
    if (to.name === 'context' && typeOnly) return null;
    return `a feature may not import ${to.name}: what it needs is handed to it`;
  }
  if (to.kind === 'emulator') return 'a feature may not know the emulator';
  if (to.kind === 'feature')
    return to.name === from.name ? ownFeatureRefusal(from, to, typeOnly) : otherFeatureRefusal(from, to);
  if (to.name === 'db') return null;
  if (from.role === 'store' || from.role === 'table')
    return `a ${from.role} imports db/ and nothing else of the server`;
  if (to.name === 'http' && from.role !== 'routes' && !typeOnly && !KNOWS_HTTP.has(from.name))
    return 'only routes know http/';
  return null;
}

function serverRefusal(from, to, typeOnly) {
  if (to.area === 'shared' || to.area === 'scripts') return null;
  if (to.area !== 'server')
    return to.area === 'desktop' ? 'desktop and server never meet' : `the server may not import ${to.area}`;
  if (from.kind === 'composer') return null;
  if (from.kind === 'feature') return featureRefusal(from, to, typeOnly);
  if (to.kind === 'feature') return `${from.name} knows no feature: ${to.name} is registered with it by app.ts`;
  if (to.kind === 'basic' || to.name === from.name) return null;
  if (from.kind === 'emulator')
    return to.name === 'http' ? null : 'the emulator stands alone: it may import http/, config and log';
  if (from.kind === 'plumbing' && PLUMBING[from.name].includes(to.name)) return null;
  return `${from.name} may not import ${to.name}`;
}

function rendererRefusal(from, to, typeOnly) {
  if (to.kind === 'ipc') return typeOnly ? null : 'the renderer takes types from ipc.ts, nothing else';
  if (to.kind !== 'renderer') return `the renderer may not import ${to.kind}`;
  if (from.part === 'features' && to.part === 'features' && from.name !== to.name) {
    return `renderer features do not import each other (${from.name} → ${to.name}): compose them in a workspace`;
  }
  if (from.part === 'features' && to.part === 'workspaces') return 'a renderer feature may not import a workspace';
  if (from.part === 'workspaces' && to.part === 'workspaces' && from.name !== to.name && to.name !== 'common')
    return 'workspaces do not import each other';
  if ((from.part === 'ui' || from.part === 'replica') && (to.part === 'features' || to.part === 'workspaces')) {
    return `${from.part}/ knows no feature and no workspace`;
  }
  return null;
}

function desktopRefusal(from, to, typeOnly) {
  if (to.area === 'shared') return null;
  if (to.area === 'server') return 'desktop and server never meet';
  if (to.area !== 'desktop') return `the desktop may not import ${to.area}`;
  if (from.kind === 'renderer') return rendererRefusal(from, to, typeOnly);
  if (from.kind === 'simulator') return to.kind === 'simulator' ? null : 'the simulator imports shared and itself';
  if (from.kind === 'ipc') return 'ipc.ts imports shared and zod';
  if (to.kind === 'ipc' || to.kind === from.kind) return null;
  return `${from.kind} may not import ${to.kind}`;
}

/** Only these hold SQL; elsewhere kysely and pg come as types. */
function mayHoldSql(file) {
  return file.kind === 'composer' || file.kind === 'plumbing' || file.role === 'store' || file.role === 'table';
}

function packageRefusal(path, from, specifier, typeOnly) {
  const test = isTest(path);
  if (from.area === 'shared') {
    if (specifier === 'zod' || (test && /^(vitest|fast-check)$/.test(specifier))) return null;
    return `shared imports zod and nothing else, not ${specifier}`;
  }
  if (from.area === 'server' && /^(kysely|pg)$/.test(specifier) && !typeOnly && !test && !mayHoldSql(from)) {
    return `SQL lives in stores and db/: ${specifier} may be imported as a type only`;
  }
  if (from.area !== 'desktop' || test) return null;
  if (['renderer', 'simulator'].includes(from.kind) && /^(electron|node:.*)$/.test(specifier)) {
    return `the ${from.kind} runs in a browser: no ${specifier}`;
  }
  if (from.kind === 'ipc' && specifier !== 'zod') return 'ipc.ts imports shared and zod';
  if (from.kind === 'preload' && !typeOnly && specifier !== 'electron')
    return `the preload script imports electron and ipc.ts, not ${specifier}`;
  return null;
}

/** Why `path` may not have this import, or null. Tests may look into every corner of their own side. */
export function refusal(path, specifier, typeOnly = false) {
  const from = classify(path);
  const targetPath = target(path, specifier);
  if (targetPath === null) return packageRefusal(path, from, specifier, typeOnly);
  const to = classify(targetPath);
  if (specifier.startsWith('.') && to.area === 'shared' && from.area !== 'shared') {
    return `shared is imported as @khaacho/shared/…, not by a path`;
  }
  if (from.area === 'shared') return sharedRefusal(from, to);
  if (from.area === 'server') return isTest(path) && to.area === 'server' ? null : serverRefusal(from, to, typeOnly);
  if (from.area === 'desktop') return isTest(path) && to.area === 'desktop' ? null : desktopRefusal(from, to, typeOnly);
  return null;
}
