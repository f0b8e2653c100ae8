// What both servers need: our orders as documents, and a door for the bench to change them.
import { readFileSync } from 'node:fs';

/** The orders the bench has pulled from our server, newest first. */
export function readOrders() {
  return readFileSync(process.env.BENCH_ORDERS, 'utf8')
    .split('\n')
    .map((line) => JSON.parse(line));
}

export { WRITTEN } from './written.mjs';

/** `POST /bench/change?ids=…&version=…`: writes through the server's own library; answers when it is written. */
export function mountBench(app, first, change, written) {
  app.post('/bench/change', (request, response, next) => {
    const ids = String(request.query.ids).split(',');
    change(ids, Number(request.query.version)).then(() => response.json({}), next);
  });
  app.get('/bench/', (_request, response) =>
    response
      .type('html')
      .send('<!doctype html><title>bench</title><script type="module" src="/bench/page.js"></script>'),
  );
  app.get('/bench/written', (_request, response) => {
    response.json(written());
  });
  app.get('/bench/one', (_request, response) => response.json(first));
  app.get('/bench/page.js', (_request, response) =>
    response.type('js').send(readFileSync(process.env.BENCH_PAGE, 'utf8')),
  );
}
