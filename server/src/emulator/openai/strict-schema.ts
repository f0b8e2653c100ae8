import { z } from 'zod';

const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
});

/** Limits of the service: nesting, and enum values over the whole schema. */
const MOST_NESTING = 10;
const MOST_ENUM_VALUES = 1000;

/** Why the service would refuse this schema in strict mode; null where it would take it. */
export function strictProblem(schema: unknown): string | null {
  const root = nodeSchema.safeParse(schema);
  if (!root.success || root.data.type !== 'object') return 'schema must be a JSON Schema of \'type: "object"\'.';
  if (root.data.anyOf) return "'anyOf' is not permitted at the root.";
  const seen = { enumValues: 0 };
  return nodeProblem(schema, '()', 0, seen) ?? (seen.enumValues > MOST_ENUM_VALUES ? 'Too many enum values.' : null);
}

function nodeProblem(given: unknown, at: string, depth: number, seen: { enumValues: number }): string | null {
  const parsed = nodeSchema.safeParse(given);
  if (!parsed.success) return `In context=${at}, the schema is not an object.`;
  const node = parsed.data;
  if (depth > MOST_NESTING) return `In context=${at}, the schema is nested too deeply.`;
  if ('default' in node) return `In context=${at}, 'default' is not permitted.`;
  seen.enumValues += node.enum?.length ?? 0;
  if (node.type === 'object') {
    if (node.additionalProperties !== false)
      return `In context=${at}, 'additionalProperties' is required to be supplied and to be false.`;
    const names = Object.keys(node.properties ?? {});
    const left = names.find((name) => !node.required?.includes(name));
    if (left !== undefined)
      return `In context=${at}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${left}'.`;
  }
  const children = [
    ...Object.entries(node.properties ?? {}),
    ...Object.entries(node.$defs ?? {}),
    ...(node.anyOf ?? []).map((each, index): [string, unknown] => [String(index), each]),
    ...(node.items === undefined ? [] : [['items', node.items] satisfies [string, unknown]]),
  ];
  for (const [name, child] of children) {
    const problem = nodeProblem(child, `${at}.${name}`, depth + 1, seen);
    if (problem) return problem;
  }
  return null;
}

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

/** Whatever else is wrong with it, `fromJSONSchema` says. */
function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null;
}

/** What is wrong with an answer by the schema of its request; null where nothing is. */
export function answerProblem(schema: unknown, answer: unknown): string | null {
  if (!isSchema(schema)) return 'the schema is not an object';
  const parsed = z.fromJSONSchema(schema).safeParse(answer);
  return parsed.success ? null : z.prettifyError(parsed.error);
}
