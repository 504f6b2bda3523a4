/**
 * What a client may be allowed.
 *
 * `customers:read`: vendors' ids, sources, states, times, tags, language, city, country, company, consents, and web
 * addresses without query and fragment.
 * `customers:pii`, besides: names, email, phone, ids in other systems, birthdate, street address, device, notes, custom
 * data, whole web addresses, and filtering or looking up by any of them.
 * `customers:conversations`, besides `customers:read`: what people wrote in chats. Transcripts hold anything.
 * `documents:any`: any operation where otherwise only trusted documents are answered (TRUSTED_DOCUMENTS_ONLY). For routers,
 * which make their own.
 */
export const SCOPES = [
  'customers:read',
  'customers:pii',
  'customers:conversations',
  'documents:any',
] as const;
export type Scope = (typeof SCOPES)[number];
