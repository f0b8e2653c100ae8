import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Tokens, User } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import type { AuthClient } from './auth-client.ts';
import type { TokenAnswer } from './connection.ts';
import type { Host } from './host.ts';
import type { Installation, KeptSession } from './installation.ts';
import { type Signal, signal } from './observable.ts';
import type { Session, SessionState } from './replica-api.ts';

/** Renewed so long before its end, so that it does not end on the way. */
const EARLY_MS = 30_000;
/** Where a token does not say how long it lives. */
const SHORT_LIFE_MS = 5 * 60_000;

type LoginAnswer = Awaited<ReturnType<AuthClient['login']>>;

const claimsSchema = z.object({ iat: z.number(), exp: z.number() });

export type SessionPorts = {
  host: Host;
  auth: AuthClient;
  /** Settles once this tab owns the replica. */
  installation(): Promise<Pick<Installation, 'session' | 'keepSession' | 'deviceIdFor' | 'keepPerson'>>;
  /** The device was shut out. */
  revoked(): void;
};

/** Who is signed in, and a fresh access token for whoever asks. The access token lives in memory only. */
export class PersonSession implements Session {
  readonly state: Signal<SessionState> = signal<SessionState>({ kind: 'unknown' });
  readonly #ports: SessionPorts;
  #kept: KeptSession | null = null;
  #access: { token: string; freshUntil: number } | null = null;
  #refreshing: Promise<TokenAnswer> | null = null;
  #clockAheadMs: number | null = null;
  /** Whose challenge is whose, to sign in as the same device as last time. */
  readonly #phoneOf = new Map<string, string>();

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    // Handed around as plain functions.
    this.signInWithPassword = this.signInWithPassword.bind(this);
    this.askForCode = this.askForCode.bind(this);
    this.signInWithCode = this.signInWithCode.bind(this);
    this.accessToken = this.accessToken.bind(this);
  }

  /** Takes up the last person's session, whatever its token's age: the replica opens without the network. */
  async load(): Promise<void> {
    this.#kept = await (await this.#ports.installation()).session();
    this.#show();
  }

  /** Another tab has the replica now; nothing on disk changes. */
  unload(): void {
    this.#kept = null;
    this.#access = null;
    this.state.set({ kind: 'unknown' });
  }

  /** The device the session belongs to; null when signed out. */
  get deviceId(): string | null {
    return this.#kept?.deviceId ?? null;
  }

  /** Milliseconds this device's clock runs ahead of the server's, as the last token told; null before the first. */
  get clockAheadMs(): number | null {
    return this.#clockAheadMs;
  }

  async signInWithPassword(email: string, password: string): Promise<Result<User, Refusal>> {
    const deviceId = await (await this.#ports.installation()).deviceIdFor(email);
    return this.#signedIn(await this.#ports.auth.login(email, password, deviceId), deviceId);
  }

  async askForCode(phone: string): Promise<Result<{ challengeId: string }, Refusal>> {
    const answer = await this.#ports.auth.askForCode(phone);
    if (answer.ok) this.#phoneOf.set(answer.value.challengeId, phone);
    return answer.ok ? answer : err(answer.error.refusal);
  }

  async signInWithCode(challengeId: string, code: string): Promise<Result<User, Refusal>> {
    const phone = this.#phoneOf.get(challengeId) ?? '';
    const deviceId = await (await this.#ports.installation()).deviceIdFor(phone);
    return this.#signedIn(await this.#ports.auth.verifyCode(challengeId, code, deviceId), deviceId);
  }

  async accessToken(): Promise<string | null> {
    const answer = await this.token();
    return answer.kind === 'token' ? answer.token : null;
  }

  /** A token that will be good for at least half a minute; one refresh serves all who ask meanwhile. */
  async token(): Promise<TokenAnswer> {
    const freshForMs = (this.#access?.freshUntil ?? 0) - this.#ports.host.now().getTime();
    if (this.#access && freshForMs > 0) return { kind: 'token', token: this.#access.token, freshForMs };
    return this.renewedToken();
  }

  /** A new token whatever this clock says of the last one, which stays good where no new one can be had. */
  renewedToken(): Promise<TokenAnswer> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** The server would not take the access token: the next one asked for is a new one. */
  tokenRefused(): void {
    this.#access = null;
  }

  /** Forgets the person here; tells the server where it can be reached, without waiting for it. */
  async end(): Promise<void> {
    const kept = this.#kept;
    const access = this.#access;
    this.#kept = null;
    this.#access = null;
    await (await this.#ports.installation()).keepSession(null);
    this.#show();
    if (kept && access) void this.#ports.auth.logout(access.token, kept.refreshToken).catch(() => undefined);
  }

  async #refresh(): Promise<TokenAnswer> {
    const kept = this.#kept;
    if (!kept || kept.needsSignIn) return { kind: 'sign-in-needed' };
    const refreshKey = kept.refreshKey ?? this.#ports.host.newId();
    // The key is on disk before the question leaves: whatever happens meanwhile, the same question is asked again.
    if (kept.refreshKey === null) await this.#keep({ ...kept, refreshKey });
    const answer = await this.#ports.auth.refresh(kept.refreshToken, kept.deviceId, refreshKey);
    if (this.#kept?.refreshToken !== kept.refreshToken) return { kind: 'unreachable' };
    if (answer.ok) {
      await this.#take(answer.value, kept.deviceId);
      const freshForMs = (this.#access?.freshUntil ?? 0) - this.#ports.host.now().getTime();
      return { kind: 'token', token: answer.value.accessToken, freshForMs };
    }
    const { reached, refusal } = answer.error;
    if (refusal.code === 'DEVICE_REVOKED') this.#ports.revoked();
    if (!reached || refusal.code === 'RATE_LIMITED' || refusal.code === 'BUSY') return { kind: 'unreachable' };
    await this.#keep({ ...kept, refreshKey: null, needsSignIn: true });
    return { kind: 'sign-in-needed' };
  }

  async #signedIn(answer: LoginAnswer, deviceId: string): Promise<Result<User, Refusal>> {
    if (!answer.ok) return err(answer.error.refusal);
    await (await this.#ports.installation()).keepPerson(answer.value.user, deviceId);
    await this.#take(answer.value, deviceId);
    return ok(answer.value.user);
  }

  async #take({ accessToken, refreshToken, user }: Tokens, deviceId: string): Promise<void> {
    const claims = claimsOf(accessToken);
    const now = this.#ports.host.now().getTime();
    // A length of time holds also where this device's clock is wrong by a day.
    const life = claims ? Math.max(EARLY_MS * 2, (claims.exp - claims.iat) * 1000) : SHORT_LIFE_MS;
    this.#clockAheadMs = claims ? now - claims.iat * 1000 : null;
    this.#access = { token: accessToken, freshUntil: now + life - EARLY_MS };
    await this.#keep({ user, deviceId, refreshToken, refreshKey: null, needsSignIn: false });
  }

  async #keep(session: KeptSession): Promise<void> {
    this.#kept = session;
    await (await this.#ports.installation()).keepSession(session);
    this.#show();
  }

  #show(): void {
    const before = this.state.get();
    if (!this.#kept) return this.state.set(before.kind === 'signed-out' ? before : { kind: 'signed-out' });
    const { user, needsSignIn } = this.#kept;
    const same =
      before.kind === 'signed-in' &&
      before.needsSignIn === needsSignIn &&
      JSON.stringify(before.user) === JSON.stringify(user);
    if (!same) this.state.set({ kind: 'signed-in', user, needsSignIn });
  }
}

/** When a token was issued and when it ends, by the server's clock, in seconds; null where it does not say. */
function claimsOf(token: string): z.infer<typeof claimsSchema> | null {
  try {
    const body = token.split('.')[1] ?? '';
    return claimsSchema.parse(JSON.parse(atob(body.replace(/-/g, '+').replace(/_/g, '/'))));
  } catch {
    return null;
  }
}
