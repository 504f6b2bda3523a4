/**
 * CareCloud's bodies and parameters with the vendor's names (Enterprise API v1.0, OpenAPI document, `schemas/` and
 * `paths/customers/`). Only customer_id is required here: everything else may be absent, null or `""`.
 */

/**
 * OpenAPI: schemas/Customer.yaml. Times: `YYYY-MM-DD HH:MM:SS` in the project's time zone, sometimes with a fraction.
 */
export interface CustomerWire {
  readonly customer_id: string;
  readonly personal_information: PersonalInformationWire;
  readonly doi_email: string;
  readonly doi_phone: string;
  readonly last_change: string;
  /** 0 deleted, 1 active, 2 non active */
  readonly state: number;
}

/** OpenAPI: schemas/PersonalInformation.yaml */
export interface PersonalInformationWire {
  readonly salutation: string;
  /** 1 Male, 2 Female, 3 Miss, 4 Private, 5 Other */
  readonly gender: number | null;
  readonly first_name: string;
  readonly last_name: string;
  readonly pre_nominals: string;
  readonly post_nominals: string;
  /** YYYY-MM-DD */
  readonly birthdate: string;
  readonly email: string;
  /** Digits with the international prefix; a number in older bodies. */
  readonly phone: string | number;
  readonly language_id: string;
  readonly store_id: string;
  readonly photo_url: string;
  readonly address: AddressWire;
  /** Deprecated by the vendor since 2025-07; `consents` replaces it. */
  readonly agreement: AgreementWire;
  readonly consents: readonly ConsentWire[];
}

/** OpenAPI: schemas/Address.yaml */
export interface AddressWire {
  readonly address1: string;
  readonly address2: string;
  readonly address3: string;
  readonly address4: string;
  readonly address5: string;
  readonly address6: string;
  readonly address7: string;
  readonly zip: string;
  readonly city: string;
  readonly country_code: string;
}

/** OpenAPI: schemas/Agreement.yaml. Values: 0 no, 1 yes, 2 not set. */
export interface AgreementWire {
  readonly agreement_gtc: number;
  readonly agreement_profiling: number;
  readonly agreement_marketing_communication: number;
  readonly custom_agreements: readonly CustomAgreementWire[];
}

/** OpenAPI: schemas/CustomAgreements.yaml */
export interface CustomAgreementWire {
  readonly agreement_id: string;
  readonly agreement_value: number;
}

/** OpenAPI: schemas/Consents.yaml */
export interface ConsentWire {
  readonly consent_id: string;
  readonly consent_value: number;
  readonly last_change: string;
}

/** The body of GET /customers, below `data`. */
export interface CustomersWire {
  readonly customers: readonly CustomerWire[];
  /** All matching rows, not only those of this page. */
  readonly total_items: number;
}

/** The `data` of POST /users/actions/login, as far as it is used; `valid_to` has no time zone. */
export interface LoginWire {
  readonly bearer_token: string;
}

/** The body of POST /users/actions/login. */
export interface LoginBodyWire {
  readonly user_external_application_id: string;
  readonly login: string;
  readonly password: string;
}

/**
 * The filter parameters of GET /customers: ANDed; values inside an array ORed. An empty array matches nothing and is
 * never sent. This is the adapter's native query (`SourceQuery.filter`).
 */
export interface CustomersFilter {
  readonly email?: string;
  /** Digits with the international prefix, no `+`. */
  readonly phone?: string;
  readonly customer_source_id?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  /** YYYY-MM-DD */
  readonly birthdate?: string;
  readonly email_list?: readonly string[];
  readonly customer_ids?: readonly string[];
  /**
   * Not a parameter: the ids of the only accounts that can match, unique, sorted by code unit. They may exceed one
   * request; customer-pages.ts reads as many at a time as a page needs.
   */
  readonly found_ids?: readonly string[];
}
