/** The name of a source in the public enum `CustomerSource`, e.g. `CARECLOUD`. */
export type SourceName = string;

/**
 * One person as one source knows them, in the gateway's own terms. Every value is null if the source has none (`""`
 * counts as none). Vendors build it lazily if that is cheaper.
 */
export interface Person {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As the source stores it, trimmed. */
  readonly email: string | null;
  /** E.164 with `+`; null if the source's text is not a possible number. */
  readonly phone: string | null;
  /** YYYY-MM-DD */
  readonly birthdate: string | null;
  readonly gender: Gender | null;
  readonly company: string | null;
  /** ISO 639-1, lower case. */
  readonly language: string | null;
  readonly city: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: string | null;
  /** Instants are milliseconds since the epoch. */
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  /** CareCloud last_change; HelpCrunch lastSeen. */
  readonly updatedAt: number | null;
}

/** The public enum `Gender`. */
export type Gender = 'MALE' | 'FEMALE' | 'MISS' | 'PRIVATE' | 'OTHER';

/**
 * A record of one source: a CareCloud account or a HelpCrunch profile. `Own` is the source's full domain object
 * (CareCloudCustomer, HelpCrunchCustomer), which only its GraphQL type reads.
 */
export interface SourceRecord<Own = unknown> {
  readonly source: SourceName;
  /** The vendor's id as a string; unique within the source. */
  readonly id: string;
  readonly person: Person;
  /** The phone as the source stores it, for a text that may not be a possible number; absent or null: none. */
  readonly phoneText?: string | null;
  /**
   * The record's identity keys, normalised by identity-keys.ts; placeholders are undefined. `customerId`: an account's
   * own id, or the account id that a profile claims (HelpCrunch userId).
   */
  readonly keys: IdentityValues;
  /** The lowest is the best account if several match: 0 is active. Profiles: 0. */
  readonly rank: number;
  /** Whether the row had no id. It keeps its position in a list, but belongs to no person. */
  readonly isUnreadable?: boolean;
  /** The requested languages of texts related to this record, in the format of Accept-Language; absent: the default. */
  readonly textLanguage?: string;
  readonly own: Own;
}

/** The keys that may join a profile to an account: the values of the setting IDENTITY_KEYS. */
export const IDENTITY_KEYS = ['email', 'userId', 'phone'] as const;
export type IdentityKey = (typeof IDENTITY_KEYS)[number];

/** Normalised identity values: `email` by `foldEmail`, `phone` as E.164, `userId` trimmed. */
export type IdentityValues = { readonly [Key in IdentityKey]?: string | undefined };

/** A look-up key: a vendor id or an identity value. `value` is as given (letter case kept). */
export interface RecordKey {
  readonly kind: 'id' | IdentityKey;
  readonly value: string;
}
