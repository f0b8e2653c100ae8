import { describe, expect, it } from 'vitest';
import { refusal } from './lib/import-rules.mjs';
import { readImports } from './lib/read-imports.mjs';

/** Every planted line is refused, for the reason named. */
const planted = [
  // shared
  ['shared/src/orders/rules.ts', "import { x } from '../../../server/src/config.ts';", 'shared imports neither'],
  ['shared/src/orders/rules.ts', "import { readFile } from 'node:fs/promises';", 'shared imports zod and nothing else'],
  ['shared/src/orders/rules.ts', "import dayjs from 'dayjs';", 'shared imports zod and nothing else'],
  ['shared/src/orders/rules.ts', "const fs = await import('fs');", 'shared imports zod and nothing else'],
  ['shared/src/kernel/money.ts', "import { order } from '../orders/contract.ts';", 'kernel may not import contract'],
  ['shared/src/orders/contract.ts', "import { moves } from './states.ts';", 'contract may not import states'],
  ['shared/src/orders/contract.ts', "export * from './rules.ts';", 'contract may not import rules'],
  ['shared/src/orders/states.ts', "import type { Decision } from './rules.ts';", 'states may not import rules'],
  // doors, services, stores
  ['server/src/orders/routes.ts', "import { find } from './store.ts';", 'goes through its service'],
  ['server/src/orders/replica.ts', "import { orders } from './table.ts';", 'goes through its service'],
  ['server/src/orders/jobs.ts', "import { take } from '../credit/service.ts';", 'calls its own service'],
  ['server/src/orders/routes.ts', "import { sql } from 'kysely';", 'SQL lives in stores'],
  ['server/src/orders/service.ts', "import { sql } from 'kysely';", 'SQL lives in stores'],
  ['server/src/orders/service.ts', "import { mount } from './routes.ts';", 'may not import a door'],
  ['server/src/orders/service.ts', "import { reply } from '../http/reply.ts';", 'only routes know http/'],
  ['server/src/orders/store.ts', "import { take } from './service.ts';", 'a store may not import a service'],
  ['server/src/orders/store.ts', "import { balance } from '../credit/service.ts';", 'knows its own tables'],
  ['server/src/orders/table.ts', "import { find } from './store.ts';", 'a table imports nothing'],
  [
    'server/src/orders/search-store.ts',
    "import { take } from './service/take.ts';",
    'a store may not import a service',
  ],
  // features among each other
  ['server/src/orders/service.ts', "import { find } from '../credit/store.ts';", 'used through its service.ts'],
  ['server/src/orders/service.ts', "import type { Row } from '../credit/table.ts';", 'used through its service.ts'],
  ['server/src/credit/service.ts', "import { take } from '../orders/service.ts';", 'credit stands below orders'],
  ['server/src/people/service.ts', "import { vendors } from '../parties/service.ts';", 'people stands below parties'],
  ['server/src/messages/service.ts', "import { order } from '../orders/service.ts';", 'messages stands below orders'],
  ['server/src/audit/service.ts', "import { send } from '../messages/service.ts';", 'audit stands below messages'],
  ['server/src/gadgets/service.ts', "import { take } from '../orders/service.ts';", 'no place in the order yet'],
  ['server/src/orders/access.ts', "import { budget } from '../http/limits.ts';", 'only routes know http/'],
  ['server/src/config.ts', "import { user } from './people/service.ts';", 'config knows no feature'],
  ['server/src/orders/service.ts', "import { app } from '../app.ts';", 'may not import app'],
  ['server/src/orders/service.ts', "import { make } from '../context.ts';", 'may not import context'],
  ['server/src/orders/service.ts', "import { seed } from '../demo/seed.ts';", 'may not import demo'],
  ['server/src/orders/service.ts', "import { twilio } from '../emulator/twilio/core.ts';", 'may not know the emulator'],
  // plumbing
  ['server/src/sync/push.ts', "import { apply } from '../orders/service.ts';", 'sync knows no feature'],
  ['server/src/jobs/queue.ts', "import { apply } from '../orders/service.ts';", 'jobs knows no feature'],
  ['server/src/http/auth.ts', "import { user } from '../people/service.ts';", 'http knows no feature'],
  ['server/src/db/database.ts', "import type { Order } from '../orders/table.ts';", 'db knows no feature'],
  ['server/src/outside/whatsapp.ts', "import { chat } from '../messages/service.ts';", 'outside knows no feature'],
  [
    'server/src/emulator/twilio/core.ts',
    "import { chat } from '../../messages/service.ts';",
    'emulator knows no feature',
  ],
  ['server/src/db/database.ts', "import { route } from '../http/route.ts';", 'db may not import http'],
  ['server/src/jobs/queue.ts', "import { mount } from '../app.ts';", 'jobs may not import app'],
  // the two apps
  ['server/src/orders/service.ts', "import type { DesktopApi } from '../../../desktop/src/ipc.ts';", 'never meet'],
  [
    'desktop/src/renderer/replica/outbox.ts',
    "import { push } from '../../../../server/src/sync/push.ts';",
    'never meet',
  ],
  ['desktop/src/main/index.ts', "import { config } from '../../../server/src/config.ts';", 'never meet'],
  [
    'server/src/orders/service.ts',
    "import { take } from '../../../shared/src/orders/rules.ts';",
    'imported as @khaacho/shared',
  ],
  // the desktop
  [
    'desktop/src/renderer/features/orders/queries.ts',
    "import { x } from '../credit/queries.ts';",
    'do not import each other',
  ],
  [
    'desktop/src/renderer/features/orders/parts/list.tsx',
    "import type { X } from '../../credit/queries.ts';",
    'do not import each other',
  ],
  [
    'desktop/src/renderer/features/orders/queries.ts',
    "import { x } from '../../workspaces/vendor/home.tsx';",
    'may not import a workspace',
  ],
  [
    'desktop/src/renderer/workspaces/vendor/home.tsx',
    "import { x } from '../admin/home.tsx';",
    'workspaces do not import',
  ],
  [
    'desktop/src/renderer/workspaces/common/page.tsx',
    "import { x } from '../admin/home.tsx';",
    'workspaces do not import',
  ],
  ['desktop/src/renderer/ui/table.tsx', "import { x } from '../features/orders/queries.ts';", 'ui/ knows no feature'],
  [
    'desktop/src/renderer/replica/outbox.ts',
    "import { x } from '../features/orders/queries.ts';",
    'replica/ knows no feature',
  ],
  ['desktop/src/renderer/app/shell.tsx', "import { channels } from '../../ipc.ts';", 'takes types from ipc.ts'],
  ['desktop/src/renderer/app/shell.tsx', "import { window } from '../../main/window.ts';", 'may not import main'],
  ['desktop/src/renderer/app/shell.tsx', "import { ipcRenderer } from 'electron';", 'no electron'],
  ['desktop/src/renderer/app/shell.tsx', "import { join } from 'node:path';", 'no node:path'],
  ['desktop/src/preload/index.ts', "import { window } from '../main/window.ts';", 'preload may not import main'],
  ['desktop/src/preload/index.ts', "import { readFile } from 'node:fs';", 'imports electron and ipc.ts'],
  ['desktop/src/ipc.ts', "import { app } from 'electron';", 'imports shared and zod'],
  ['desktop/src/simulator/phone.tsx', "import { Table } from '../renderer/ui/table.tsx';", 'shared and itself'],
  ['desktop/src/simulator/phone.tsx', "import { app } from 'electron';", 'no electron'],
];

const allowed = [
  [
    'server/src/people/test-app.ts',
    "import { createTestDatabase } from '../testing/postgres.ts'; import { routes } from './routes.ts';",
  ],
  ['server/src/people/otp.ts', "import { rateLimited } from '../http/errors.ts';"],
  ['server/src/orders/service.ts', "import type { Reply } from '../http/reply.ts';"],
  ['server/src/config.ts', "import { known } from './secrets.ts';"],
  ['desktop/src/renderer/workspaces/vendor/home.tsx', "import { Page } from '../common/page.tsx';"],
  [
    'shared/src/orders/rules.ts',
    "import { z } from 'zod'; import { take } from '../credit/rules.ts'; import { moves } from './states.ts';",
  ],
  [
    'shared/src/orders/contract.ts',
    "import { paisa } from '../kernel/money.ts'; import { offer } from '../catalogue/contract.ts';",
  ],
  ['shared/src/orders/rules.test.ts', "import fc from 'fast-check'; import { it } from 'vitest';"],
  [
    'server/src/orders/routes.ts',
    "import { route } from '../http/route.ts'; import { take } from './service.ts'; import type { Row } from './store.ts';",
  ],
  [
    'server/src/orders/service.ts',
    "import { reserve } from '../credit/service.ts'; import { say } from '../messages/service.ts';",
  ],
  [
    'server/src/orders/service.ts',
    "import { add } from '../jobs/outbox.ts'; import type { Transaction } from '../db/database.ts';",
  ],
  [
    'server/src/orders/service.ts',
    "import type { Kysely } from 'kysely'; import type { Context } from '../context.ts';",
  ],
  ['server/src/orders/store.ts', "import { sql } from 'kysely'; import { orders } from './table.ts';"],
  [
    'server/src/orders/orders.test.ts',
    "import { seed } from '../demo/seed.ts'; import { find } from '../credit/store.ts';",
  ],
  [
    'server/src/app.ts',
    "import { routes } from './orders/routes.ts'; import { twilio } from './emulator/twilio/core.ts';",
  ],
  ['server/src/demo/seed.ts', "import { insert } from '../orders/store.ts';"],
  ['server/src/sync/push.ts', "import { db } from '../db/database.ts'; import { log } from '../log.ts';"],
  ['server/src/testing/postgres.ts', "import { startPostgres } from '../../../scripts/postgres.mjs';"],
  [
    'desktop/src/renderer/app/shell.tsx',
    "import type { DesktopApi } from '../../ipc.ts'; import { money } from '@khaacho/shared/kernel/money.ts';",
  ],
  [
    'desktop/src/renderer/workspaces/vendor/home.tsx',
    "import { x } from '../../features/orders/queries.ts'; import { y } from '../../features/credit/queries.ts';",
  ],
  ['desktop/src/preload/index.ts', "import { contextBridge } from 'electron'; import { channels } from '../ipc.ts';"],
  [
    'desktop/src/main/ipc.ts',
    "import { z } from 'zod'; import { channels } from '../ipc.ts'; import { ipcMain } from 'electron';",
  ],
];

const refusals = (file, text) =>
  readImports(file, text)
    .map(({ specifier, typeOnly }) => refusal(file, specifier, typeOnly))
    .filter(Boolean);

describe('who may import whom', () => {
  it.each(planted)('%s refuses %s', (file, text, why) => {
    const found = refusals(file, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(why);
  });

  it.each(allowed)('%s may %s', (file, text) => {
    expect(refusals(file, text)).toEqual([]);
  });
});

describe('readImports', () => {
  it('sees every way to import', () => {
    const text = [
      "import type { A } from 'a'; import { type B } from 'b'; import { c, type C } from 'c'; import 'd';",
      "export * from 'e'; export { f } from 'f'; export type { G } from 'g';",
      "const h = import('h'); type I = import('i').I; const j = require('j'); let k: typeof import('k');",
      '// import "comment"',
      'const text = "import x from \'string\'";',
    ].join('\n');
    const found = readImports('x.tsx', text);
    const values = found.filter((one) => !one.typeOnly).map((one) => one.specifier);
    const types = found.filter((one) => one.typeOnly).map((one) => one.specifier);
    expect(values.sort()).toEqual(['c', 'd', 'e', 'f', 'h', 'j']);
    expect(types.sort()).toEqual(['a', 'b', 'g', 'i', 'k']);
    expect(found.find((one) => one.specifier === 'f').line).toBe(2);
  });
});
