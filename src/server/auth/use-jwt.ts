import { createRemoteJwksSigningKeyProvider, useJWT } from '@graphql-yoga/plugin-jwt';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JwtSettings } from '../../settings/settings.ts';
import { unauthenticated } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { credentialsFrom } from './credentials.ts';
import { createJwksReader } from './jwks.ts';

const TIMEOUT_MS = 5_000;
/** A key withdrawn by the issuer is accepted for at most this long. */
const KEY_MS = 60_000;
const CLOCK_TOLERANCE_SECONDS = 5;
/** `none` is excluded, and so is HMAC: with HMAC, a published key could be used to sign tokens. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const;

/**
 * Verifies JWTs with the issuer's published keys: signature, algorithm, issuer, audience and times. The payload goes
 * into the server context as `jwt`; use-authentication decides what it permits. Every invalid token returns 401,
 * whatever the reason.
 */
export function useJwt(settings: JwtSettings, now: () => number): GatewayPlugin {
  const keyById = createRemoteJwksSigningKeyProvider({
    jwksUri: settings.jwksUrl,
    cache: true,
    cacheMaxAge: KEY_MS,
    fetcher: createJwksReader({ url: settings.jwksUrl, timeoutMs: TIMEOUT_MS, now }),
  });
  const { onYogaInit, onRequestParse } = useJWT({
    signingKeyProviders: [keyById],
    tokenLookupLocations: [
      async ({ request }) => {
        const credentials = request && credentialsFrom(request.headers, true);
        if (credentials?.kind !== 'JWT') return undefined;
        // Looked up first, because the plugin treats an unknown key as a server error.
        await keyOf(credentials.value, keyById);
        return { token: credentials.value, prefix: 'Bearer' };
      },
    ],
    tokenVerification: {
      algorithms: [...ALGORITHMS],
      issuer: settings.issuer,
      audience: settings.audiences as [string, ...string[]],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    },
    reject: { missingToken: false, invalidToken: true },
    extendContext: 'jwt',
  }) as unknown as GatewayPlugin;
  return {
    ...(onYogaInit && { onYogaInit }),
    async onRequestParse(payload) {
      try {
        await onRequestParse?.(payload);
      } catch (error) {
        throw error instanceof GraphQLError ? unauthenticated('TOKEN') : error;
      }
    },
  };
}

async function keyOf(token: string, keyById: ReturnType<typeof createRemoteJwksSigningKeyProvider>) {
  const keyId = keyIdOf(token);
  try {
    return await keyById(keyId);
  } catch (error) {
    if (error instanceof Error && error.name === 'SigningKeyNotFoundError') throw unauthenticated('TOKEN');
    throw new GatewayError(
      'INTERNAL_SERVER_ERROR',
      'Tokens cannot be verified at the moment; try again later.',
      {
        cause: error,
      },
    );
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    if (typeof header !== 'object' || header === null) return undefined;
    const id = 'kid' in header ? header.kid : undefined;
    // No extensions are supported, so a token that requires one is refused (RFC 7515 section 4.1.11).
    if (!('crit' in header) && (id === undefined || typeof id === 'string')) return id;
  } catch {
    // Not a JWT after all.
  }
  throw unauthenticated('TOKEN');
}
