// Every import of a TypeScript file, by the parser that vite brings (oxc): static, re-exported, dynamic, in types.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const vite = createRequire(join(root, 'desktop', 'package.json')).resolve('vite');
const { parseSync } = await import(pathToFileURL(vite).href);

/** What a node imports: `{ specifier, typeOnly }`, or null where it is no import. */
function importOf(node) {
  const allTypes = (specifiers, kind) => specifiers?.length > 0 && specifiers.every((one) => one[kind] === 'type');
  switch (node.type) {
    case 'ImportDeclaration':
      return { source: node.source, typeOnly: node.importKind === 'type' || allTypes(node.specifiers, 'importKind') };
    case 'ExportNamedDeclaration':
      return (
        node.source && {
          source: node.source,
          typeOnly: node.exportKind === 'type' || allTypes(node.specifiers, 'exportKind'),
        }
      );
    case 'ExportAllDeclaration':
      return { source: node.source, typeOnly: node.exportKind === 'type' };
    case 'ImportExpression':
      return { source: node.source, typeOnly: false };
    case 'TSImportType':
      return { source: node.source ?? node.argument?.literal ?? node.argument, typeOnly: true };
    case 'TSExternalModuleReference':
      return { source: node.expression, typeOnly: false };
    case 'CallExpression':
      return node.callee.name === 'require' && { source: node.arguments[0], typeOnly: false };
    default:
      return null;
  }
}

function* walk(node) {
  if (Array.isArray(node)) {
    for (const item of node) yield* walk(item);
  } else if (node && typeof node === 'object') {
    if (typeof node.type === 'string') yield node;
    for (const key of Object.keys(node)) if (key !== 'parent') yield* walk(node[key]);
  }
}

/** All imports of a source text: `[{ specifier, typeOnly, line }]`. Throws where the text is no TypeScript. */
export function readImports(file, text) {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const found = [];
  for (const node of walk(program)) {
    const read = importOf(node);
    if (!read || typeof read.source?.value !== 'string') continue;
    found.push({
      specifier: read.source.value,
      typeOnly: Boolean(read.typeOnly),
      line: text.slice(0, node.start).split('\n').length,
    });
  }
  return found;
}
