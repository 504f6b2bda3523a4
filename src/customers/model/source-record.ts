/** The name of a source as the public enum `CustomerSource` has it, e.g. `CARECLOUD`. */
export type SourceName = string;

/**
 * One person as one source knows them, in the gateway's own terms. Every value is null when the source has none
 * (`""` is none). Vendors build it lazily where that is cheaper.
 */
export interface Person {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As the source writes it, trimmed. */
  readonly email: string | null;
  /** E.164 with `+`; null when the source's text is no possible number. */
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
 * A record of one source: a CareCloud account or a HelpCrunch profile.
 * `Own` is the source's full domain object (CareCloudCustomer, HelpCrunchCustomer), which only its GraphQL type reads.
 */
export interface SourceRecord<Own = unknown> {
  readonly source: SourceName;
  /** The vendor's id as a string; unique within the source. */
  readonly id: string;
  readonly person: Person;
  /**
   * The identity keys this record has, normalised by identity-keys.ts; a worthless value is undefined.
   * `customerId`: the id an account is known by, and what a profile claims as its account (HelpCrunch userId).
   */
  readonly keys: IdentityValues;
  /** 0 is the best account when several fit: active first. Profiles: 0. */
  readonly rank: number;
  /** The row came without an id that tells it from others: it holds its place in a list, and is nobody. */
  readonly isUnreadable?: boolean;
  /** The languages that texts beside this record were asked for in, as Accept-Language has them; absent: the usual ones. */
  readonly textLanguage?: string;
  readonly own: Own;
}

/** The keys that may join a profile to an account: the values of the setting IDENTITY_KEYS. */
export const IDENTITY_KEYS = ['email', 'userId', 'phone'] as const;
export type IdentityKey = (typeof IDENTITY_KEYS)[number];

/** Normalised identity values. `email` as `foldEmail` has it, `phone` E.164, `userId` as written, trimmed. */
export type IdentityValues = { readonly [Key in IdentityKey]?: string | undefined };

/** A key by which records are looked up: a vendor id or an identity value. `value` is as asked for (letter case kept). */
export interface RecordKey {
  readonly kind: 'id' | IdentityKey;
  readonly value: string;
}
