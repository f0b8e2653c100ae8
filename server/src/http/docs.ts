import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type Express } from 'express';
import { API_BASE } from './mount.ts';
import { openApiOf } from './openapi.ts';
import type { Route } from './route.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Khaacho API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;
/** A file of its own: the pages' policy runs no script that stands in the page. */
const START = `window.ui = SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true });
`;
/** Only what the page asks for; the package holds more, its own index page among it. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** `/api/v1/openapi.json`, and `/api/v1/docs` that shows it with files of our own machine. */
export function mountDocs(app: Express, routes: readonly Route[], about: { version: string }): void {
  const document = JSON.stringify(openApiOf(routes, about));
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get(`${API_BASE}/openapi.json`, (_request, response) => void response.type('application/json').send(document));
  app.get(`${API_BASE}/docs`, (_request, response) => void response.type('html').send(PAGE));
  app.get(`${API_BASE}/docs/start.js`, (_request, response) => void response.type('text/javascript').send(START));
  const files = express.static(folder, { index: false, maxAge: '1d' });
  app.use(`${API_BASE}/docs`, (request, response, next) =>
    FILES.includes(request.path.slice(1)) ? files(request, response, next) : next(),
  );
}
