import { z } from 'zod';

const envelope = z.looseObject({
  success: z.boolean(),
  data: z.unknown().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
});

export type Api = {
  get(path: string): Promise<{ status: number; body: z.infer<typeof envelope> }>;
  post(path: string, body: unknown, key?: string): Promise<{ status: number; body: z.infer<typeof envelope> }>;
  put(path: string, body: unknown): Promise<{ status: number; body: z.infer<typeof envelope> }>;
};

/** REST as one of the demo's sign-ins. */
export async function signIn(url: string, email: string): Promise<Api> {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: envelope.parse(await response.json()) };
  };
  const signedIn = await call('POST', '/auth/login', {
    email,
    password: 'khaacho-demo',
    deviceId: `e2e-${email.split('@')[0]}-device`,
  });
  const { accessToken } = z.looseObject({ accessToken: z.string() }).parse(signedIn.body.data);
  const bearer = { authorization: `Bearer ${accessToken}` };
  return {
    get: (path) => call('GET', path, undefined, bearer),
    post: (path, body, key) => call('POST', path, body, key ? { ...bearer, 'idempotency-key': key } : bearer),
    put: (path, body) => call('PUT', path, body, bearer),
  };
}
