// npm run web: the doors without the jobs; several of them may share one DATABASE_URL.
import { runService } from './lib/service.mjs';

process.exit(await runService('web', process.argv.slice(2)));
