import type { Db } from '../db/database.ts';
import type { ScheduledTask } from '../jobs/schedule.ts';
import { refoldProductIndex } from './look-up-service.ts';

/** Every minute: rows of the index that an import or another folding has left behind. Doors make only some themselves. */
export function productIndexTask(db: Db): ScheduledTask {
  return { name: 'product-index', rhythm: '* * * * *', run: () => refoldProductIndex(db) };
}
