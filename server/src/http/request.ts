import type { Request } from 'express';

/** What the doors know about a request beside the request itself. */
export type RequestFacts = {
  requestId: string;
  /** `/api/v1/orders/:id`: the label of its metrics; null where no route matched. */
  template: string | null;
  userId: string | null;
};

const facts = new WeakMap<Request, RequestFacts>();

export function rememberRequest(request: Request, known: RequestFacts): void {
  facts.set(request, known);
}

export function requestOf(request: Request): RequestFacts {
  const known = facts.get(request);
  if (!known) throw new Error('createApp() must see a request before its routes do');
  return known;
}
