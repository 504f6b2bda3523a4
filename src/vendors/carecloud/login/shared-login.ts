import { randomUUID } from 'node:crypto';
import { UpstreamError } from '../../../errors/gateway-error.ts';
import type { Clock } from '../../../upstream/clock.ts';
import type { SharedStore } from '../../../upstream/redis/shared-store.ts';
import { LOGIN_DEADLINE_MS, LOGIN_PAUSE_MS, LOGIN_TURN_MS, TOKEN_MAX_AGE_MS } from '../assumptions.ts';
import { CARECLOUD } from '../record.ts';
import { isBearerToken } from '../wire/decode.ts';
import { chooseToken, type KnownTokens, type LoginToken } from './choose-token.ts';
import { CLAIM, type Claim, PUBLISH, toClaim } from './login-scripts.ts';
import { MOST_SEALED_CHARACTERS, type TokenSeal } from './token-seal.ts';

const PREFIX = 'customer-gateway:login:';
/** Shared in place of a token after a refused login, with the reason; no bearer token has a blank. */
const REFUSED = 'refused ';
/** How often a replica that waits for another's login checks for its token. */
const POLL_MS = 100;

export interface SharedLoginOptions {
  readonly store: SharedStore;
  /** From the credentials and the address; called on first use. */
  readonly createSeal: () => Promise<TokenSeal>;
  readonly clock: Clock;
}

/** A token, and whether another replica logged in for it. */
export interface ObtainedToken extends LoginToken {
  readonly isTakenOver: boolean;
}

/**
 * One login for all replicas: its token is shared through the store, sealed, and one replica at a time logs in. If the
 * store is unavailable or has no usable token, this replica logs in by itself, as without a store.
 */
export class SharedLogin {
  readonly #options: SharedLoginOptions;
  readonly #replica = randomUUID();
  #seal: Promise<TokenSeal> | null = null;
  #awaySince: number | null = null;

  constructor(options: SharedLoginOptions) {
    this.#options = options;
  }

  /**
   * @param logIn Sends the login and returns its token. A login that the vendor refused, to whichever replica, is not
   * repeated for LOGIN_PAUSE_MS: it may lock the account.
   */
  async obtain(
    known: Pick<KnownTokens, 'own' | 'refused'>,
    logIn: () => Promise<string>,
  ): Promise<ObtainedToken> {
    const { clock } = this.#options;
    const waitsUntil = clock.now() + LOGIN_DEADLINE_MS;
    let useless = '';
    while (clock.now() < waitsUntil) {
      const claim = await this.#claim(useless);
      if (claim === 'AWAY' ? !this.#mayReturn() : claim.isMine) break;
      if (claim !== 'AWAY' && claim.sealed !== '') {
        const text = (await this.#sealed()).open(claim.sealed);
        if (text?.startsWith(REFUSED)) throw refusedWith(text.slice(REFUSED.length));
        const shared = this.#toToken(text, claim.leftMs);
        const choice = chooseToken({ ...known, shared, now: clock.now() });
        if (shared !== null && choice !== 'LOG_IN') return { ...shared, isTakenOver: true };
        const isNew = useless === '';
        useless = claim.sealed;
        if (isNew) continue;
      }
      await this.#wait(POLL_MS);
    }
    return this.#logIn(logIn);
  }

  /** A store that just became unavailable is often back at once, because this process was busy. */
  #mayReturn(): boolean {
    const { store, clock } = this.#options;
    this.#awaySince ??= clock.now();
    return clock.now() < this.#awaySince + store.patienceMs;
  }

  async #logIn(logIn: () => Promise<string>): Promise<ObtainedToken> {
    try {
      const token = await logIn();
      this.#publish((await this.#sealed()).seal(token), TOKEN_MAX_AGE_MS);
      return { token, oldAt: this.#options.clock.now() + TOKEN_MAX_AGE_MS, isTakenOver: false };
    } catch (error) {
      const isRefused = error instanceof UpstreamError && error.code === 'UPSTREAM_REJECTED';
      const sealed = isRefused ? (await this.#sealed()).seal(`${REFUSED}${error.message}`) : '';
      this.#publish(sealed, LOGIN_PAUSE_MS);
      throw error;
    }
  }

  async #claim(useless: string): Promise<Claim | 'AWAY'> {
    const { store } = this.#options;
    const args = [this.#replica, LOGIN_TURN_MS, useless, MOST_SEALED_CHARACTERS, TOKEN_MAX_AGE_MS];
    try {
      const claim = toClaim(await store.run(CLAIM, await this.#keys(), args));
      this.#awaySince = null;
      return claim;
    } catch {
      return 'AWAY';
    }
  }

  /** Not awaited; does nothing while the store is unavailable. */
  #publish(sealed: string, lifetimeMs: number): void {
    const { store } = this.#options;
    if (!store.isUp) return;
    const args = [this.#replica, sealed, lifetimeMs];
    this.#keys()
      .then((keys) => store.run(PUBLISH, keys, args))
      .catch(() => {});
  }

  #toToken(token: string | null, leftMs: number): LoginToken | null {
    if (token === null || !isBearerToken(token)) return null;
    return { token, oldAt: this.#options.clock.now() + Math.min(leftMs, TOKEN_MAX_AGE_MS) };
  }

  async #keys(): Promise<readonly string[]> {
    const name = `${PREFIX}{${(await this.#sealed()).name}}`;
    return [`${name}:token`, `${name}:turn`];
  }

  #sealed(): Promise<TokenSeal> {
    this.#seal ??= this.#options.createSeal();
    return this.#seal;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(ms, resolve);
    });
  }
}

function refusedWith(message: string): UpstreamError {
  return new UpstreamError('UPSTREAM_REJECTED', CARECLOUD, message, { isSourceWide: true });
}
