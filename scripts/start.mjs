// npm start: database, interface, server with web and worker in one process; Ctrl-C ends all of it.
import { runService } from './lib/service.mjs';

process.exit(await runService('all', process.argv.slice(2)));
