/**
 * What a client may be permitted to see.
 *
 * `customers:read`: vendors' ids, sources, states, times, tags, language, city, country, company, consents, and web
 * addresses without query and fragment. `customers:pii` adds names, email, phone, ids in other systems, birthdate,
 * street address, device, notes, custom data, full web addresses, and filtering or looking up by any of them.
 * `customers:conversations` adds to `customers:read` what people wrote in chats, which may contain anything.
 * `documents:any`: any operation even if only trusted documents are accepted (TRUSTED_DOCUMENTS_ONLY). It is for
 * routers, which generate their own.
 */
export const SCOPES = [
  'customers:read',
  'customers:pii',
  'customers:conversations',
  'documents:any',
] as const;
export type Scope = (typeof SCOPES)[number];
