import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface TokenIssuer extends AsyncDisposable {
  readonly jwksUrl: string;
  /** How often the published keys were fetched. */
  readonly fetches: () => number;
  /** Publishes new keys instead of all earlier ones. */
  rotate(...kids: string[]): void;
  /** Fails every request from now on. */
  breakDown(): void;
  /** A token signed by the key `kid`, published or not. */
  sign(payload: Record<string, unknown>, options?: SignOptions): string;
}

interface SignOptions {
  readonly kid?: string;
  readonly header?: Record<string, unknown>;
  /** `none` omits the signature; `HS256` signs with the public key as the secret. */
  readonly forge?: 'none' | 'HS256' | 'foreign';
}

export const ISSUER = 'https://id.example.com/';
export const AUDIENCE = 'customers';

/** A payload that is valid for the next hour. */
export function validPayload(more: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'somebody',
    iat: now,
    exp: now + 3600,
    scope: 'customers:read',
    ...more,
  };
}

/** A small real identity provider: publishes keys and signs tokens. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const made = new Map<string, SigningKey>();
  let published: readonly SigningKey[] = [];
  let isBroken = false;
  let fetches = 0;
  const keyOf = (kid: string): SigningKey => {
    const known = made.get(kid);
    if (known !== undefined) return known;
    const key = { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
    made.set(kid, key);
    return key;
  };
  const server = createServer((_, response) => {
    fetches++;
    response.statusCode = isBroken ? 500 : 200;
    const keys = published.map(({ kid, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      use: 'sig',
      alg: 'RS256',
    }));
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const rotate = (...kids: string[]) => {
    published = kids.map(keyOf);
  };
  rotate('first');
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
    fetches: () => fetches,
    rotate,
    breakDown: () => {
      isBroken = true;
    },
    sign(payload, { kid = 'first', header = {}, forge } = {}) {
      const algorithm = forge === undefined || forge === 'foreign' ? 'RS256' : forge;
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const input = `${encode({ alg: algorithm, typ: 'JWT', kid, ...header })}.${encode(payload)}`;
      if (forge === 'none') return `${input}.`;
      if (forge === 'HS256') {
        const secret = keyOf(kid).publicKey.export({ type: 'spki', format: 'pem' });
        return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      }
      const { privateKey } = keyOf(forge === 'foreign' ? 'foreign' : kid);
      return `${input}.${createSign('sha256').update(input).sign(privateKey).toString('base64url')}`;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
