import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../people/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() })),
  responses: z.record(z.string(), z.unknown()),
  security: z.array(z.unknown()).optional(),
});
const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

describe('the API documentation', () => {
  it('names every declared door with its parameters, and no other', async () => {
    const answered = await app.call('GET', '/api/v1/openapi.json');
    const { openapi, paths } = documentSchema.parse(JSON.parse(answered.text));
    expect(openapi).toBe('3.1.0');
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const declared = app.routes.map((route) => `${route.method} /api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(documented.sort()).toEqual(declared.sort());
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says what a client must know: path, query, key, body, envelope, who may', async () => {
    const { paths } = documentSchema.parse(JSON.parse((await app.call('GET', '/api/v1/openapi.json')).text));
    const list = paths['/api/v1/users']?.get;
    expect(list?.parameters.map((parameter) => [parameter.name, parameter.in])).toEqual(
      expect.arrayContaining([
        ['page', 'query'],
        ['limit', 'query'],
        ['role', 'query'],
      ]),
    );
    expect(list).toMatchObject({ description: 'Roles: ADMIN, SUPPORT, READONLY.' });
    const create = paths['/api/v1/users']?.post;
    expect(create?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: false }]);
    expect(create).toMatchObject({
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        201: {
          content: {
            'application/json': { schema: { properties: { success: { const: true }, data: { type: 'object' } } } },
          },
        },
        default: {},
      },
    });
    expect(paths['/api/v1/auth/login']?.post?.security).toEqual([]);
    expect(paths['/api/v1/users/{id}']?.get?.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
  });

  it('is shown with files of our own, without a script in the page', async () => {
    const page = await app.call('GET', '/api/v1/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(sources).toHaveLength(3);
    for (const source of sources) expect((await app.call('GET', `/api/v1/${source}`)).status).toBe(200);
    expect(page.text).not.toMatch(/<script>|https?:/);
    for (const hidden of ['index.html', 'package.json', '../package.json', 'swagger-initializer.js']) {
      expect((await app.call('GET', `/api/v1/docs/${hidden}`)).status).toBe(404);
    }
  });
});
