// npm run worker: the jobs without the doors; /health answers on WORKER_PORT.
import { runService } from './lib/service.mjs';

process.exit(await runService('worker', process.argv.slice(2)));
