import type { Answer } from '../fault.ts';
import { toPragueTime } from '../people/prague-time.ts';
import type { Random } from '../random.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import type { InvalidParam } from './errors.ts';
import { careCloudBadRequest, careCloudJson, careCloudLoginRefused } from './errors.ts';

const CREDENTIALS = ['user_external_application_id', 'login', 'password'] as const;
/** The vendor's default lifetime of a token: 7 hours. */
const TOKEN_LIFETIME_MS = 7 * 3_600_000;

export type CareCloudCredentials = {
  readonly login: string;
  readonly password: string;
  readonly applicationId: string;
  /** A token that is valid from the start and does not expire. */
  readonly token: string;
};

/** The sessions at the simulated CareCloud. By default, a new login leaves older tokens valid. */
export class CareCloudSessions {
  readonly #validUntil: Map<string, number>;
  readonly #credentials: CareCloudCredentials;
  readonly #random: Random;
  readonly #now: () => number;
  /** Whether a login invalidates every earlier token. */
  isExclusive = false;

  constructor(credentials: CareCloudCredentials, random: Random, now: () => number) {
    this.#credentials = credentials;
    this.#random = random;
    this.#now = now;
    this.#validUntil = new Map([[credentials.token, Number.POSITIVE_INFINITY]]);
  }

  /** The valid token of a request, or null if it is missing, of another scheme, unknown, logged out or expired. */
  tokenOf({ headers }: SandboxRequest): string | null {
    const token = /^Bearer ([^\s]+)$/.exec(headers.authorization ?? '')?.[1];
    return token !== undefined && (this.#validUntil.get(token) ?? 0) > this.#now() ? token : null;
  }

  /** `POST /users/actions/login`. */
  login({ body, headers }: SandboxRequest): Answer {
    if (
      !headers['content-type']?.startsWith('application/json') ||
      typeof body !== 'object' ||
      body === null
    ) {
      const message = 'Expected a JSON object.';
      return careCloudBadRequest([{ name: 'body', reason: 'invalid_value_format', value: '', message }]);
    }
    const given = body as Readonly<Record<string, unknown>>;
    const invalid = CREDENTIALS.flatMap((name) => checkText(name, given[name]));
    if (invalid.length > 0) return careCloudBadRequest(invalid);
    const { applicationId, login, password } = this.#credentials;
    const known =
      given.user_external_application_id === applicationId &&
      given.login === login &&
      given.password === password;
    return known ? careCloudJson(201, JSON.stringify({ data: this.#open(login) })) : careCloudLoginRefused();
  }

  logout(token: string): void {
    this.#validUntil.delete(token);
  }

  /** Invalidates every token issued so far, including the first one. */
  expireTokens(): void {
    this.#validUntil.clear();
  }

  #open(login: string): object {
    const token = this.#random.hex(40);
    const until = this.#now() + TOKEN_LIFETIME_MS;
    if (this.isExclusive) this.#validUntil.clear();
    this.#validUntil.set(token, until);
    const user = {
      user_id: '838b73aacb5ac326cec4030c80',
      login,
      first_name: 'Brána',
      last_name: 'Zákaznická',
      email: login,
      phone: '420523828931',
      user_role_ids: ['86e05affc7a7befcd513ab400'],
      store_id: '86e05affc7a7abecd513ab400',
      last_login: toPragueTime(this.#now()),
    };
    return { bearer_token: token, valid_to: toPragueTime(until), user };
  }
}

const checkText = (name: string, value: unknown): InvalidParam[] => {
  if (value === undefined) return [{ name, reason: 'required', value: '', message: 'The value is missing.' }];
  if (value === '') return [{ name, reason: 'empty', value: '', message: 'The value is empty.' }];
  if (typeof value === 'string') return [];
  return [{ name, reason: 'invalid_value_format', value: String(value), message: 'Expected a string.' }];
};
