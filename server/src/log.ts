import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type Log = Logger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What every line written while handling one request or job carries along. */
export type LogContext = { requestId: string };
const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that each line logged inside it names the request. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run(context, work);
}

/** The id of the request or job being handled; null outside one. */
export function currentRequestId(): string | null {
  return contexts.getStore()?.requestId ?? null;
}

/** Fields whose value is never written, whatever they hold: secrets, and what people said or are called. */
const PRIVATE_FIELDS = new Set(
  [
    'authorization cookie setCookie xTwilioSignature password passwordHash code otp pepper token accessToken refreshToken',
    'secret apiKey authToken privateKey signature phone phones email emails address from to waId profileName name',
    'businessName ownerName body text message messageBody caption transcript content parameters params query notes detail',
  ]
    .join(' ')
    .split(' ')
    .map(fieldKey),
);
const REDACTED = '[redacted]';
/** Deeper than any of our own log objects; also ends cycles. */
const MAX_DEPTH = 8;

function fieldKey(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

/** Free text (error messages, stacks) may still carry personal data: the finished line is masked by shape. */
const SHAPES: readonly [RegExp, string][] = [
  [/eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bBearer\s+[^\s"\\]+/gi, 'Bearer [token]'],
  [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g, '[email]'],
  // Nepali mobiles with or without prefix and separators, any E.164 number, Devanagari digits.
  [/(?<![\w-])(?:\+|00)?(?:977[\s-]?)?9[678]\d(?:[\s-]?\d){7}(?![\w-])/g, '[phone]'],
  [/\+[1-9]\d{7,14}(?!\d)/g, '[phone]'],
  [/[०-९](?:[\s-]?[०-९]){6,}/g, '[phone]'],
];

/** `line` with phone numbers, e-mail addresses and tokens replaced. */
export function maskText(line: string): string {
  return SHAPES.reduce((text, [shape, word]) => text.replace(shape, word), line);
}

function withoutPrivateFields(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Error) return errorFields(value);
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => withoutPrivateFields(item, depth + 1));
  if (ArrayBuffer.isView(value)) return '[bytes]';
  return redactFields(value, depth + 1);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      PRIVATE_FIELDS.has(fieldKey(name)) && value !== null && value !== undefined
        ? REDACTED
        : withoutPrivateFields(value, depth),
    ]),
  );
}

/** PostgreSQL's `detail`, `where` and `parameters` quote row values ("Key (phone)=(…)"), so only these fields are kept. */
function errorFields(error: Error, depth = 0): Record<string, unknown> {
  const kept: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  for (const name of ['code', 'constraint', 'table', 'column', 'routine'] as const) {
    const value = name in error ? Reflect.get(error, name) : undefined;
    if (typeof value === 'string') kept[name] = value;
  }
  if (error.cause instanceof Error && depth < 3) kept.cause = errorFields(error.cause, depth + 1);
  return kept;
}

/**
 * JSON lines on standard output, written at once so that the last lines of a crash are there. Nothing that identifies
 * a person leaves: private fields are replaced by name at any depth, the rest of the line by shape.
 */
export function createLog(options: { level: LogLevel; destination?: DestinationStream }): Log {
  const destination = options.destination ?? process.stdout;
  const log: Log = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      mixin: () => contexts.getStore() ?? {},
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redactFields(fields, 0),
      },
      serializers: { err: (error: unknown) => (error instanceof Error ? errorFields(error) : error) },
    },
    { write: (line: string) => void destination.write(maskText(line)) },
  );
  // pino formats the bindings of the root only; children inherit this method from it.
  const plainChild: Log['child'] = log.child;
  log.child = function child(this: Log, bindings, childOptions) {
    return plainChild.call(this, redactFields(bindings, 0), childOptions);
  } as Log['child'];
  return log;
}
