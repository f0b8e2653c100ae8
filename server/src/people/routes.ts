import { setTimeout as pause } from 'node:timers/promises';
import {
  challengeSchema,
  loginBodySchema,
  refreshBodySchema,
  roleSchema,
  tokensSchema,
  userSchema,
  verifyOtpBodySchema,
} from '@khaacho/shared/people/contract.ts';
import type { Request } from 'express';
import { z } from 'zod';
import { storableText } from '../db/storable.ts';
import { bearerToken } from '../http/auth.ts';
import { readIdempotencyKey } from '../http/idempotency.ts';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { ownChangeSchema } from './contract.ts';
import { deviceRoutes } from './device-routes.ts';
import { changeOwn, readOwn } from './own.ts';
import type { People } from './service.ts';
import { userRoutes } from './user-routes.ts';

/** What a person recognises a device by in the list: the start of its User-Agent. */
function deviceNameOf(request: Request): string {
  return storableText(request.get('user-agent') ?? 'unknown').slice(0, 80);
}

async function atLeast<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, pause(milliseconds)]);
  return result;
}

function signInRoutes(people: People): Route[] {
  return [
    route({
      method: 'post',
      path: '/auth/login',
      roles: 'public',
      summary: 'Signs in: {phone} sends a code and gives its challenge; {email, password} gives tokens.',
      body: loginBodySchema,
      answer: z.union([tokensSchema, challengeSchema]),
      handler: ({ body, now, request }) => {
        if ('phone' in body) return atLeast(people.evenAnswerMs, people.startSignIn(body.phone, now));
        const { email, password, deviceId } = body;
        return people.signInByPassword(
          { email, password, deviceId, deviceName: deviceNameOf(request), address: request.ip ?? '' },
          now,
        );
      },
    }),
    route({
      method: 'post',
      path: '/auth/verify-otp',
      roles: 'public',
      summary: 'Exchanges the code of a challenge for tokens.',
      body: verifyOtpBodySchema,
      answer: tokensSchema,
      handler: ({ body, now, request }) =>
        people.verifyCode({ ...body, deviceId: body.deviceId, deviceName: deviceNameOf(request) }, now),
    }),
    route({
      method: 'post',
      path: '/auth/refresh',
      roles: 'public',
      // By address, but not from the few sign-ins: every desktop of a town behind one address renews four times an hour.
      budget: 'api',
      summary:
        'Exchanges a refresh token for its successor; a token used twice ends the session. Takes Idempotency-Key for a lost answer.',
      body: refreshBodySchema,
      answer: tokensSchema,
      handler: ({ body, now, request }) => {
        const key = readIdempotencyKey(request.get('Idempotency-Key'));
        if (!key.ok) return key;
        return people.refresh(
          { refreshToken: body.refreshToken, deviceId: body.deviceId, idempotencyKey: key.value },
          now,
        );
      },
    }),
    route({
      method: 'post',
      path: '/auth/logout',
      roles: 'public',
      budget: 'api',
      summary: 'Ends the session of the access token, or of the refresh token in the body.',
      body: z.object({ refreshToken: z.string().min(1).max(2000).optional() }).optional(),
      answer: z.null(),
      handler: ({ body, now, request }) =>
        people.signOut(
          { accessToken: bearerToken(request.headers.authorization), refreshToken: body?.refreshToken },
          now,
        ),
    }),
  ];
}

function selfRoutes(people: People): Route[] {
  return [
    route({
      method: 'get',
      path: '/auth/me',
      roles: roleSchema.options,
      summary: 'Who is signed in.',
      answer: userSchema.extend({ deviceId: z.string().nullable() }),
      handler: ({ caller }) => readOwn(people, caller),
    }),
    route({
      method: 'put',
      path: '/auth/me',
      roles: roleSchema.options,
      summary: 'Changes one’s own name, language or password.',
      body: ownChangeSchema,
      answer: userSchema,
      handler: ({ caller, body, now }) => changeOwn(people, body, caller, now),
    }),
    route({
      method: 'get',
      path: '/auth/keys',
      roles: 'public',
      budget: 'none',
      summary: 'The public keys of access tokens, as a JWK set.',
      answer: rawAnswer('application/json'),
      // Both forms in one document: a JWKS client reads `keys`, ours reads the envelope.
      handler: ({ now }) =>
        replyRaw(
          'application/json; charset=utf-8',
          JSON.stringify({
            success: true,
            data: people.tokens.jwks,
            message: 'OK',
            timestamp: now.toISOString(),
            ...people.tokens.jwks,
          }),
          { headers: { 'Cache-Control': 'public, max-age=300' } },
        ),
    }),
  ];
}

/** Every door of this feature. */
export function peopleRoutes(people: People): Route[] {
  return [
    ...signInRoutes(people),
    ...selfRoutes(people),
    ...userRoutes(people),
    ...deviceRoutes(people),
    ...apiKeyRoutes(people),
  ];
}
