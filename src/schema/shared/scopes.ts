import type { Scope } from '../../customers/model/scopes.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Access } from '../context.ts';

/** Spread into a field: it needs `customers:read`. Printed as `@requiresScopes`, enforced by enforce-scopes.ts. */
export const read = { requiresScopes: [['customers:read']] satisfies Scope[][] };

/** Spread into a field that shows personal data: it needs `customers:pii` besides. */
export const pii = { requiresScopes: [['customers:read', 'customers:pii']] satisfies Scope[][] };

/** Spread into a field that shows what people wrote: it needs `customers:conversations` besides. */
export const conversations = {
  requiresScopes: [['customers:read', 'customers:conversations']] satisfies Scope[][],
};

/** Spread into an input field by which people are found through personal data: using it needs `customers:pii`. */
export const piiInput = { extensions: { requiresScopes: pii.requiresScopes } };

/**
 * Throws FORBIDDEN unless one of the alternatives is held whole.
 * @param what What is refused, as the client knows it: a field or an input path, never a value.
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
