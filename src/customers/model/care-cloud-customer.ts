import type { Gender } from './source-record.ts';

/**
 * A CareCloud account as the gateway shows it: the vendor's `Customer` schema, decoded (GET /customers, GET
 * /customers/{id}). Texts: null if absent or `""`. Instants: milliseconds since the epoch, parsed in
 * CARECLOUD_TIME_ZONE.
 */
export interface CareCloudCustomer {
  readonly customerId: string;
  readonly salutation: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly preNominals: string | null;
  readonly postNominals: string | null;
  readonly gender: Gender | null;
  /** YYYY-MM-DD */
  readonly birthdate: string | null;
  readonly email: string | null;
  /** As the vendor writes it: digits with the international prefix, no `+`. */
  readonly phone: string | null;
  readonly languageId: string | null;
  readonly storeId: string | null;
  readonly photoUrl: string | null;
  readonly address: CareCloudAddress | null;
  readonly agreement: CareCloudAgreement | null;
  readonly consents: readonly CareCloudConsent[];
  readonly doiEmailAt: number | null;
  readonly doiPhoneAt: number | null;
  readonly lastChangeAt: number | null;
  readonly state: CareCloudCustomerState | null;
}

export type CareCloudCustomerState = 'DELETED' | 'ACTIVE' | 'INACTIVE';
export type ConsentValue = 'NO' | 'YES' | 'NOT_SET';

export interface CareCloudAddress {
  readonly address1: string | null;
  readonly address2: string | null;
  readonly address3: string | null;
  readonly address4: string | null;
  readonly address5: string | null;
  readonly address6: string | null;
  readonly address7: string | null;
  readonly zip: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
}

export interface CareCloudAgreement {
  readonly gtc: ConsentValue | null;
  readonly profiling: ConsentValue | null;
  readonly marketingCommunication: ConsentValue | null;
  readonly custom: readonly { readonly agreementId: string; readonly value: ConsentValue | null }[];
}

export interface CareCloudConsent {
  readonly consentId: string;
  readonly value: ConsentValue | null;
  readonly lastChangeAt: number | null;
}

/** The input `CareCloudCustomerFilter`, validated: the vendor's own parameters one to one. Absent = no restriction. */
export interface CareCloudCustomerFilter {
  readonly email?: string;
  readonly emails?: readonly string[];
  /** In the vendor's format: digits with the international prefix, no `+`. */
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** YYYY-MM-DD */
  readonly birthdate?: string;
  readonly customerSourceId?: string;
  readonly customerIds?: readonly string[];
  /** Any of these; empty matches nothing. Not a parameter of the vendor: checked row by row, as are the next two. */
  readonly states?: readonly CareCloudCustomerState[];
  readonly storeIds?: readonly string[];
  readonly consent?: { readonly consentId: string; readonly value: ConsentValue };
  /**
   * Being in the segment, having one of the external ids, or one of the cards: records do not show these, so ids are
   * found first.
   */
  readonly segmentId?: string;
  readonly externalIds?: { readonly ids: readonly string[]; readonly sourceId?: string };
  readonly cardNumbers?: readonly string[];
  /**
   * The accounts that satisfy the three above and `customerIds`, unique, sorted by code unit. Present once resolved.
   */
  readonly foundIds?: readonly string[];
}

/** First-level fields of a customer, the only ones that the vendor sorts by. */
export type CareCloudCustomerOrderField = 'CUSTOMER_ID' | 'LAST_CHANGE' | 'STATE' | 'DOI_EMAIL' | 'DOI_PHONE';

/** Further options of `careCloudCustomers`. */
export interface CareCloudListOptions {
  /** Accept-Language, valid by `isAcceptLanguage`; absent = CARECLOUD_LANGUAGE, else the vendor's default. */
  readonly language?: string;
  /** customer_short_salutation */
  readonly shortSalutation?: boolean;
}
