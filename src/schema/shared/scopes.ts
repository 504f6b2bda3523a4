import type { Scope } from '../../customers/model/scopes.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Access } from '../context.ts';

/** Spread into a field that needs `customers:read`. Printed as `@requiresScopes`, enforced by enforce-scopes.ts. */
export const read = { requiresScopes: [['customers:read']] satisfies Scope[][] };

/** Spread into a field with personal data, which also needs `customers:pii`. */
export const pii = { requiresScopes: [['customers:read', 'customers:pii']] satisfies Scope[][] };

/** Spread into a field with what people wrote, which also needs `customers:conversations`. */
export const conversations = {
  requiresScopes: [['customers:read', 'customers:conversations']] satisfies Scope[][],
};

/** Spread into an input field that finds people by personal data: using it needs `customers:pii`. */
export const piiInput = { extensions: { requiresScopes: pii.requiresScopes } };

/**
 * Throws FORBIDDEN unless one of the alternatives is held in full.
 * @param what What is refused, in the client's terms: a field or an input path, never a value.
 */
export function requireScopes(
  access: Access,
  alternatives: readonly (readonly Scope[])[],
  what: string,
): void {
  if (alternatives.some((scopes) => scopes.every((scope) => access.may(scope)))) return;
  const missing = (alternatives[0] ?? []).filter((scope) => !access.may(scope));
  throw new GatewayError('FORBIDDEN', `${what} needs the scope ${missing.join(' and ')}.`);
}
