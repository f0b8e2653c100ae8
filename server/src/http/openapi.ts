import { errorCodeSchema, refusalSchema } from '@khaacho/shared/kernel/errors.ts';
import { z } from 'zod';
import { statusOf } from './errors.ts';
import { API_BASE } from './mount.ts';
import { RawAnswer, type Route } from './route.ts';

type Json = { [key: string]: unknown };

/** Dates and transforms have no JSON schema of their own; what goes over the wire is described by the input side. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return json;
}

/** `/orders/:id` → `/orders/{id}`. */
function openApiPath(path: string): string {
  return API_BASE + path.replaceAll(/:(\w+)/g, '{$1}');
}

function parametersOf(schema: z.ZodType | null, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties, required } = parametersSchema.parse(schemaOf(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}
const parametersSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function envelopeOf(data: Json): Json {
  return {
    type: 'object',
    required: ['success', 'data', 'message', 'timestamp'],
    properties: {
      success: { const: true },
      data,
      message: { type: 'string' },
      timestamp: { type: 'string', format: 'date-time' },
      ...(data.type === 'array' ? { pagination: { $ref: '#/components/schemas/Pagination' } } : {}),
    },
  };
}

function successOf(route: Route): Json {
  const { answer } = route.contracts;
  if (answer instanceof RawAnswer) {
    return { description: 'OK', content: Object.fromEntries(answer.contentTypes.map((type) => [type, {}])) };
  }
  return { description: 'OK', content: { 'application/json': { schema: envelopeOf(schemaOf(answer, 'output')) } } };
}

function requestBodyOf(route: Route): Json {
  if (route.bodyFormat === 'bytes')
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } };
  if (!route.contracts.body) return {};
  const type = route.bodyFormat === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const schema = schemaOf(route.contracts.body, 'input');
  return {
    requestBody: { required: !route.contracts.body.safeParse(undefined).success, content: { [type]: { schema } } },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: 'The same key and body gives the first answer again for 48 hours; with another body 409.',
};

function operationOf(route: Route): Json {
  const area = route.path.split('/')[1] ?? '';
  const refused = { $ref: '#/components/responses/Refused' };
  return {
    operationId: `${route.method}${route.path.replaceAll(/[/:_-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [area],
    summary: route.summary,
    ...(route.roles === 'public' ? { security: [] } : { description: `Roles: ${route.roles.join(', ')}.` }),
    parameters: [
      ...parametersOf(route.contracts.params, 'path'),
      ...parametersOf(route.contracts.query, 'query'),
      ...(route.idempotent ? [{ ...IDEMPOTENCY_KEY, required: route.idempotent === 'required' }] : []),
    ],
    ...requestBodyOf(route),
    responses: { [route.status]: successOf(route), default: refused },
  };
}

function components(): Json {
  const { code, message, details } = refusalSchema.shape;
  const error = z.object({ code, message, details, requestId: z.string() });
  const failure = z.object({ success: z.literal(false), error, timestamp: z.iso.datetime() });
  const problem = z.object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: errorCodeSchema,
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string().optional(), detail: z.string() })),
  });
  const pagination = z.union([
    z.object({ page: z.number().int(), limit: z.number().int(), total: z.number().int(), pages: z.number().int() }),
    z.object({ nextCursor: z.string().nullable() }),
  ]);
  const statuses = Object.entries(statusOf).map(([name, status]) => `${name} ${status}`);
  return {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    schemas: {
      Failure: schemaOf(failure, 'output'),
      Problem: schemaOf(problem, 'output'),
      Pagination: schemaOf(pagination, 'output'),
    },
    responses: {
      Refused: {
        description: `The code says why, the status goes with it: ${statuses.join(', ')}.`,
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/Failure' } },
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

/** OpenAPI 3.1 of the declared routes: made from the contracts that also parse the requests, so it cannot disagree with them. */
export function openApiOf(routes: readonly Route[], about: { version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Khaacho',
      version: about.version,
      description:
        'Money is an integer of paisa in fields that end in Paisa. Times are ISO 8601 UTC, days are Asia/Kathmandu.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: components(),
  };
}
