import { type Detail, type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller, Role } from '@khaacho/shared/people/contract.ts';
import type { Request } from 'express';
import type { z } from 'zod';
import type { BodyFormat } from './body.ts';
import type { Idempotency } from './idempotency.ts';
import type { Budget } from './limits.ts';
import { type Outcome, type RawReply, type Replay, Reply, settle } from './reply.ts';

/** For doors whose answer is no envelope: the content types they may send with replyRaw(). */
export class RawAnswer {
  readonly contentTypes: readonly string[];
  constructor(contentTypes: readonly string[]) {
    this.contentTypes = contentTypes;
  }
}
export function rawAnswer(...contentTypes: string[]): RawAnswer {
  return new RawAnswer(contentTypes);
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler gets: everything parsed, nothing to be trusted less than its type says. */
export type RouteInput<P, Q, B, R> = {
  caller: R extends 'public' ? null : Caller;
  params: P;
  query: Q;
  body: B;
  now: Date;
  requestId: string;
  /** Set where the route takes `Idempotency-Key` and the client sent one: pass it to withIdempotency(). */
  idempotency: Idempotency | null;
  /** The body as it came, for doors that check a signature. */
  rawBody: Buffer;
  request: Request;
};

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type DataOf<S> = S extends z.ZodType ? z.input<S> : never;

export type RouteSpec<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodType | RawAnswer,
  R extends readonly Role[] | 'public',
> = {
  method: Method;
  /** Below /api/v1, express style: `/orders/:id`. */
  path: string;
  /** Who may call; 'public' needs no token. */
  roles: R;
  /** One line for the API documentation. */
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** The contract of `data`. Answers are cut to it, so a column that is not named cannot leak. */
  answer: A;
  /** True: takes `Idempotency-Key`; 'required': refuses to work without one. */
  idempotent?: boolean | 'required';
  /** Status of a success that names none; 200. */
  status?: number;
  bodyFormat?: BodyFormat;
  /** Bytes, after decompression; 288 KB. */
  bodyLimit?: number;
  /** Which budget a request is taken from, per user and device, on public doors per address; 'api', public 'signIn'. */
  budget?: Budget | 'none';
  handler(input: RouteInput<Output<P>, Output<Q>, Output<B>, R>): Outcome<DataOf<A>> | Promise<Outcome<DataOf<A>>>;
};

/** A request as the door has it, before any contract is applied. */
export type RawInput = {
  caller: Caller | null;
  params: unknown;
  query: unknown;
  body: unknown;
  rawBody: Buffer;
  now: Date;
  requestId: string;
  idempotency: Omit<Idempotency, 'shape' | 'used' | 'status'> | null;
  request: Request;
};

/** A declared door: its contracts (for the documentation, the role matrix, the tests) and how to run it. */
export type Route = {
  method: Method;
  path: string;
  roles: readonly Role[] | 'public';
  summary: string;
  status: number;
  idempotent: boolean | 'required';
  bodyFormat: BodyFormat;
  bodyLimit: number | null;
  budget: Budget | 'none';
  contracts: {
    params: z.ZodType | null;
    query: z.ZodType | null;
    body: z.ZodType | null;
    answer: z.ZodType | RawAnswer;
  };
  run(input: RawInput): Promise<{ refused: Refusal } | { answer: Reply<unknown> | RawReply | Replay }>;
};

/** The one way to declare a door of /api/v1. */
export function route<
  A extends z.ZodType | RawAnswer,
  const R extends readonly Role[] | 'public',
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B, A, R>): Route {
  const status = spec.status ?? 200;
  return {
    method: spec.method,
    path: spec.path,
    roles: spec.roles,
    summary: spec.summary,
    status,
    idempotent: spec.idempotent ?? false,
    bodyFormat: spec.bodyFormat ?? 'json',
    bodyLimit: spec.bodyLimit ?? null,
    budget: spec.budget ?? (spec.roles === 'public' ? 'signIn' : 'api'),
    contracts: { params: spec.params ?? null, query: spec.query ?? null, body: spec.body ?? null, answer: spec.answer },
    run: async (raw) => {
      const input = readInput<P, Q, B, R>(spec, raw);
      if (!input.ok) return { refused: input.error };
      const shape = (data: unknown) => (spec.answer instanceof RawAnswer ? data : spec.answer.parse(data));
      const idempotency: Idempotency | null = raw.idempotency && { ...raw.idempotency, status, shape, used: false };
      const settled = settle(await spec.handler({ ...input.value, idempotency }));
      if ('refused' in settled) return settled;
      if (idempotency && !idempotency.used)
        throw new Error(`${spec.method} ${spec.path} made an effect without withIdempotency()`);
      return { answer: shapeAnswer(settled.answer, shape) };
    },
  };
}

function shapeAnswer<A>(
  answer: Reply<A> | RawReply | Replay,
  shape: (data: unknown) => unknown,
): Reply<unknown> | RawReply | Replay {
  if (!(answer instanceof Reply)) return answer;
  return new Reply(shape(answer.data), {
    ...(answer.message === null ? {} : { message: answer.message }),
    ...(answer.pagination === null ? {} : { pagination: answer.pagination }),
    ...(answer.status === null ? {} : { status: answer.status }),
  });
}

type Contracts<P, Q, B> = { params?: P; query?: Q; body?: B };

function readInput<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R,
>(
  contracts: Contracts<P, Q, B>,
  raw: RawInput,
): Result<Omit<RouteInput<Output<P>, Output<Q>, Output<B>, R>, 'idempotency'>, Refusal> {
  const params = contracts.params?.safeParse(raw.params);
  const query = contracts.query?.safeParse(raw.query);
  const body = contracts.body?.safeParse(raw.body);
  const details = [...issuesOf(params, 'params'), ...issuesOf(query, 'query'), ...issuesOf(body, null)];
  if (details.length > 0) return err(refusal('VALIDATION_ERROR', 'Some fields are missing or wrong.', details));
  // Ours, not a client's: the caller is null exactly where `roles` is 'public', and each part was parsed just above.
  return ok({
    caller: raw.caller as RouteInput<Output<P>, Output<Q>, Output<B>, R>['caller'],
    params: params?.data as Output<P>,
    query: query?.data as Output<Q>,
    body: body?.data as Output<B>,
    now: raw.now,
    requestId: raw.requestId,
    rawBody: raw.rawBody,
    request: raw.request,
  });
}

/** More than a screen can show helps nobody, and a hostile body could ask for a million. */
const MAX_DETAILS = 20;

function issuesOf(parsed: z.ZodSafeParseResult<unknown> | undefined, part: string | null): Detail[] {
  if (!parsed || parsed.success) return [];
  return parsed.error.issues
    .flatMap(nearestBranch)
    .slice(0, MAX_DETAILS)
    .map((issue) => {
      const path = [...(part === null ? [] : [part]), ...issue.path.map(String)].join('.');
      return { ...(path === '' ? {} : { field: path }), issue: issue.message };
    });
}

/** Where a body may have one of several forms, what is wrong is told by the form it comes closest to. */
function nearestBranch(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
  return nearest && nearest.length > 0
    ? nearest.flatMap((inner) => nearestBranch({ ...inner, path: [...issue.path, ...inner.path] }))
    : [issue];
}
