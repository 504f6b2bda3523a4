/** CareCloud's customer as its OpenAPI document describes it. Nulls are allowed here so that tests can send them. */
type CareCloudCustomerWire = {
  readonly customer_id: string;
  readonly personal_information: CareCloudPersonalInformationWire;
  /** `YYYY-MM-DD HH:MM:SS` on the project's wall clock, like every time here. */
  readonly doi_email?: string | null;
  readonly doi_phone?: string | null;
  readonly last_change?: string | null;
  /** 0 deleted, 1 active, 2 not active. */
  readonly state?: number | null;
};

export type CareCloudPersonalInformationWire = {
  /** Written by the server for each request's language when the row has none. */
  readonly salutation?: string | null;
  /** 1 male, 2 female, 3 miss, 4 private, 5 other. */
  readonly gender?: number | null;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly pre_nominals?: string | null;
  readonly post_nominals?: string | null;
  /** `YYYY-MM-DD` */
  readonly birthdate?: string | null;
  readonly email?: string | null;
  /** International prefix and digits, no `+`. */
  readonly phone?: string | null;
  /** ISO 639-1 */
  readonly language_id: string;
  readonly store_id?: string | null;
  readonly photo_url?: string | null;
  readonly address?: CareCloudAddressWire | null;
  readonly agreement?: CareCloudAgreementWire | null;
  readonly consents?: readonly CareCloudConsentWire[] | null;
};

export type CareCloudAddressWire = {
  readonly address1?: string;
  readonly address2?: string;
  readonly address3?: string;
  readonly address4?: string;
  readonly address5?: string;
  readonly address6?: string;
  readonly address7?: string;
  readonly zip?: string;
  readonly city?: string;
  readonly country_code?: string;
};

/** 0 no, 1 yes, 2 not set. */
export type CareCloudAgreementWire = {
  readonly agreement_gtc?: number;
  readonly agreement_profiling?: number;
  readonly agreement_marketing_communication?: number;
  readonly custom_agreements?: readonly { readonly agreement_id: string; readonly agreement_value: number }[];
};

export type CareCloudConsentWire = {
  readonly consent_id: string;
  readonly consent_value: number;
  readonly last_change?: string;
};

/** A customer and what CareCloud knows of it but does not show: `customer_source_id` filters by this. */
export type CareCloudRow = CareCloudCustomerWire & { readonly customerSourceId?: string };

/** A row with little in it, for tests: top-level members by name, personal ones under `personal`. */
export const careCloudRow = (
  row: Omit<CareCloudRow, 'personal_information'>,
  personal: Partial<CareCloudPersonalInformationWire> = {},
): CareCloudRow => ({
  state: 1,
  ...row,
  personal_information: { language_id: 'cs', ...personal },
});
