import { createHmac } from 'node:crypto';
import { SCOPES, type Scope } from '../../customers/model/scopes.ts';
import type { Access } from '../../schema/context.ts';
import type { AuthSettings } from '../../settings/settings.ts';
import { unauthenticated } from '../http-error.ts';
import type { Caller, GatewayPlugin, ServerContext } from '../request-state.ts';
import { createApiKeyFinder, credentialsFrom } from './credentials.ts';

/** What an IPv4 address begins with where the process listens for IPv6, too. */
const AS_IPV6 = /^::ffff:(?=[\d.]+$)/;

/** The parts of a verified token that are read (see use-jwt.ts). */
interface VerifiedToken {
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Identifies the caller and its scopes. Refuses requests without valid credentials (401), unless authentication is off.
 * A caller's name reveals no identity: it is an API key's name, or a hash of a token's subject or of the remote
 * address.
 *
 * @param secret For the hashes.
 */
export function useAuthentication(settings: AuthSettings, secret: string): GatewayPlugin {
  const findKey = createApiKeyFinder(settings.apiKeys);
  const hashed = (text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 16);

  const anyoneAt = new WeakMap<object, Caller>();

  /** An anonymous caller, named after the address; computed once per connection. */
  function anyone({ req }: ServerContext): Caller {
    const known = req && anyoneAt.get(req.socket);
    if (known !== undefined) return known;
    const address = req?.socket.remoteAddress?.replace(AS_IPV6, '') ?? '';
    const caller = { name: `address-${hashed(address)}`, access: ALL };
    if (req !== undefined) anyoneAt.set(req.socket, caller);
    return caller;
  }

  function callerOf(request: Request, context: ServerContext): Caller | null {
    if (!settings.required) return anyone(context);
    const token = (context as { jwt?: VerifiedToken }).jwt;
    if (token !== undefined) return tokenCaller(token.payload);
    const credentials = credentialsFrom(request.headers, settings.jwt !== null);
    if (credentials?.kind !== 'KEY') return null;
    const key = findKey(credentials.value);
    return key && { name: `key-${key.name}`, access: accessTo(key.scopes) };
  }

  function whatCame(request: Request, context: ServerContext) {
    if ('jwt' in context && context.jwt !== undefined) return 'TOKEN';
    const credentials = credentialsFrom(request.headers, settings.jwt !== null);
    if (credentials === null) return request.headers.has('authorization') ? 'SCHEME' : 'NONE';
    return credentials.kind === 'KEY' ? 'KEY' : 'NONE';
  }

  /** A token without an expiry time is not accepted. */
  function tokenCaller(payload: VerifiedToken['payload']): Caller | null {
    if (typeof payload.exp !== 'number') return null;
    const subject = payload.sub ?? payload.client_id ?? payload.azp ?? '';
    return {
      name: `subject-${hashed(String(subject))}`,
      access: accessTo(scopesOf(payload)),
      isPassing: true,
    };
  }

  return {
    onRequestParse({ request, serverContext }) {
      const caller = callerOf(request, serverContext);
      if (caller === null) throw unauthenticated(whatCame(request, serverContext));
      serverContext.requestState.caller = caller;
    },
  };
}

/** Every scope except the one that must be granted explicitly. */
const ALL: Access = { may: (scope) => scope !== 'documents:any' };

function accessTo(scopes: readonly Scope[]): Access {
  const granted = new Set(scopes);
  return { may: (scope) => granted.has(scope) };
}

/** Reads `scope` (words) or `scp` (words or a list). Unknown scopes are ignored. */
function scopesOf(payload: Readonly<Record<string, unknown>>): readonly Scope[] {
  const words = [payload.scope, payload.scp].flatMap((claim) =>
    typeof claim === 'string' ? claim.split(/\s+/) : Array.isArray(claim) ? claim : [],
  );
  return SCOPES.filter((scope) => words.includes(scope));
}
