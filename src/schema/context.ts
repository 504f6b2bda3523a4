import type { CustomerDirectory } from '../customers/customer-directory.ts';

/** What every resolver may use: made by the server for each operation, never shared between two. */
export interface GatewayContext {
  /** The directory of this operation, with its look-up memory, deadline and request meter. */
  readonly directory: CustomerDirectory;
  /** What the credentials of this request allow. */
  readonly access: Access;
}

/** The scopes of one request. */
export interface Access {
  may(scope: Scope): boolean;
}

/**
 * `customers:read`: ids, sources, states, times, tags, language, city, country, company, consents.
 * `customers:pii`, besides: names, email, phone, birthdate, street address, device, notes, custom data, and
 * filtering or looking up by any of them.
 */
export type Scope = 'customers:read' | 'customers:pii';
