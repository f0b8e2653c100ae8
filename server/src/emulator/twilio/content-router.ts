import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { basicAuth, refuse } from './auth.ts';
import { contentProblem } from './content.ts';
import { type Core, isoNow } from './core.ts';
import { notFound, twilioError } from './errors.ts';
import { newSid } from './ids.ts';
import type { Approval, ContentRecord } from './records.ts';

const createBody = z.object({
  friendly_name: z.string().default(''),
  language: z.string().min(2),
  variables: z.record(z.string(), z.string()).default({}),
  types: z.record(z.string(), z.unknown()),
});

const approvalBody = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'lower-case letters, digits and underscores only'),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
});

/** The Content API: enough to make a template, have it approved and send it. */
export function createContentRouter(core: Core): Router {
  const router = Router();
  const json = express.json({ limit: '256kb' });
  router.use('/v1', basicAuth(core));
  router.post('/v1/Content', json, (request, response) => {
    const body = createBody.safeParse(request.body ?? {});
    const problem = body.success ? contentProblem(body.data.types) : z.prettifyError(body.error);
    if (!body.success || problem !== null)
      return refuse(response, twilioError(400, 20001, `Invalid content: ${problem}`));
    const at = isoNow(core);
    const content: ContentRecord = {
      sid: newSid('HX'),
      friendlyName: body.data.friendly_name,
      language: body.data.language,
      variables: body.data.variables,
      types: body.data.types,
      approval: null,
      createdAt: at,
      updatedAt: at,
    };
    core.record({ t: 'content', content });
    response.status(201).json(contentJson(core, request, content));
  });
  router.get('/v1/Content', (request, response) => list(core, request, response));
  router.get('/v1/Content/:sid', (request, response) => {
    withContent(core, request, response, (content) => void response.json(contentJson(core, request, content)));
  });
  router.delete('/v1/Content/:sid', (request, response) => {
    withContent(core, request, response, (content) => {
      core.record({ t: 'deleteContent', sid: content.sid });
      response.status(204).end();
    });
  });
  router.post('/v1/Content/:sid/ApprovalRequests/whatsapp', json, (request, response) => {
    withContent(core, request, response, (content) => submit(core, content, request, response));
  });
  router.get('/v1/Content/:sid/ApprovalRequests', (request, response) => {
    withContent(core, request, response, (content) => void response.json(approvalJson(core, request, content)));
  });
  return router;
}

/**
 * Meta looks at a template for minutes or days; here the answer is there at once: approved, unless the name ends in
 * `_rejected`, so that both outcomes can be tried.
 */
function submit(core: Core, content: ContentRecord, request: Request, response: Response): void {
  const body = approvalBody.safeParse(request.body ?? {});
  if (!body.success) return refuse(response, twilioError(400, 20001, z.prettifyError(body.error)));
  const isRejected = body.data.name.endsWith('_rejected');
  const approval: Approval = {
    ...body.data,
    status: isRejected ? 'rejected' : 'approved',
    rejectionReason: isRejected ? 'INVALID_FORMAT' : '',
  };
  core.record({ t: 'content', content: { ...content, approval, updatedAt: isoNow(core) } });
  // The request itself is only received: what became of it is read afterwards.
  response.status(201).json(approvalOf(content, { ...approval, status: 'received', rejectionReason: '' }));
}

function withContent(core: Core, request: Request, response: Response, then: (content: ContentRecord) => void): void {
  const content = core.state.content(String(request.params.sid));
  if (content) return then(content);
  refuse(response, notFound(request.originalUrl.split('?')[0] ?? ''));
}

/** Unlike the v2010 API, this one answers absolute addresses; they lead back to where the request came in. */
function home(request: Request): string {
  return `${request.protocol}://${request.host}${request.baseUrl}/v1/Content`;
}

function contentJson(core: Core, request: Request, content: ContentRecord): Record<string, unknown> {
  const url = `${home(request)}/${content.sid}`;
  return {
    sid: content.sid,
    account_sid: core.settings.accountSid,
    friendly_name: content.friendlyName,
    language: content.language,
    variables: content.variables,
    types: content.types,
    url,
    date_created: wholeSeconds(content.createdAt),
    date_updated: wholeSeconds(content.updatedAt),
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}

function approvalOf(content: ContentRecord, approval: Approval): Record<string, unknown> {
  return {
    name: approval.name,
    category: approval.category,
    content_type: Object.keys(content.types)[0] ?? null,
    status: approval.status,
    rejection_reason: approval.rejectionReason,
    allow_category_change: true,
  };
}

function approvalJson(core: Core, request: Request, content: ContentRecord): Record<string, unknown> {
  const none: Approval = { name: '', category: 'UTILITY', status: 'unsubmitted', rejectionReason: '' };
  return {
    sid: content.sid,
    account_sid: core.settings.accountSid,
    whatsapp: { type: 'whatsapp', ...approvalOf(content, content.approval ?? none) },
    url: `${home(request)}/${content.sid}/ApprovalRequests`,
  };
}

function list(core: Core, request: Request, response: Response): void {
  const contents = core.state.contents();
  const url = `${home(request)}?PageSize=${Math.max(50, contents.length)}&Page=0`;
  response.json({
    contents: contents.map((content) => contentJson(core, request, content)),
    meta: {
      page: 0,
      page_size: Math.max(50, contents.length),
      first_page_url: url,
      previous_page_url: null,
      url,
      next_page_url: null,
      key: 'contents',
    },
  });
}

function wholeSeconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}
