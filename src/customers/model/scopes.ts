/**
 * What a client may be allowed.
 *
 * `customers:read`: ids, sources, states, times, tags, language, city, country, company, consents.
 * `customers:pii`, besides: names, email, phone, birthdate, street address, device, notes, custom data, and
 * filtering or looking up by any of them.
 */
export const SCOPES = ['customers:read', 'customers:pii'] as const;
export type Scope = (typeof SCOPES)[number];
