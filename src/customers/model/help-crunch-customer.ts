/**
 * A HelpCrunch profile as the gateway shows it (customer model of the vendor's pages; both documented formats decode
 * alike). Texts: null if absent or `""`. Instants: milliseconds since the epoch.
 */
export interface HelpCrunchCustomer {
  /** The vendor's integer id as a string. */
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  readonly company: string | null;
  /** Free text. */
  readonly phone: string | null;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  readonly location: HelpCrunchLocation | null;
  readonly device: HelpCrunchDevice | null;
  readonly unsubscribed: boolean | null;
  readonly blocked: boolean | null;
  readonly source: string | null;
  readonly referer: string | null;
  readonly locale: string | null;
  readonly notes: string | null;
  readonly lastPage: string | null;
  readonly createdFrom: string | null;
  readonly integrationId: string | null;
  readonly tags: readonly { readonly name: string; readonly color: string | null }[];
  readonly customData: readonly HelpCrunchCustomDatum[];
}

export interface HelpCrunchLocation {
  readonly regionCode: string | null;
  readonly countryCode: string | null;
  readonly city: string | null;
}

export interface HelpCrunchDevice {
  readonly id: string | null;
  readonly ip: string | null;
  readonly timezone: string | null;
  readonly platform: string | null;
  readonly userAgent: string | null;
}

export interface HelpCrunchCustomDatum {
  readonly property: string;
  readonly value: string | number | boolean | null;
}

/** The input `HelpCrunchCustomerFilter`, validated. An absent condition restricts nothing. */
export interface HelpCrunchCustomerFilter {
  readonly match: 'ALL' | 'ANY';
  readonly id?: HelpCrunchIdFilter;
  readonly name?: HelpCrunchStringFilter;
  readonly email?: HelpCrunchStringFilter;
  readonly userId?: HelpCrunchStringFilter;
  readonly company?: HelpCrunchStringFilter;
  readonly phone?: HelpCrunchStringFilter;
  readonly countryCode?: HelpCrunchStringFilter;
  readonly regionCode?: HelpCrunchStringFilter;
  readonly city?: HelpCrunchStringFilter;
  readonly lastSeen?: HelpCrunchDateTimeFilter;
  /** The same as `lastSeen`, by the name of the field. */
  readonly lastSeenAt?: HelpCrunchDateTimeFilter;
  /** Not a field of the search: checked row by row, as are `unsubscribed` and `tags.noneOf`. */
  readonly blocked?: boolean;
  readonly unsubscribed?: boolean;
  readonly tags?: HelpCrunchTagFilter;
}

/** Values are decimal integers as strings. */
export interface HelpCrunchIdFilter {
  readonly eq?: string;
  readonly ne?: string;
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly in?: readonly string[];
}

export interface HelpCrunchStringFilter {
  readonly eq?: string;
  readonly ne?: string;
  readonly contains?: string;
  readonly notContains?: string;
  readonly in?: readonly string[];
}

/** Instants, milliseconds since the epoch. */
export interface HelpCrunchDateTimeFilter {
  readonly eq?: number;
  readonly ne?: number;
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export interface HelpCrunchTagFilter {
  readonly allOf?: readonly string[];
  readonly anyOf?: readonly string[];
  readonly noneOf?: readonly string[];
}

/** The fields that HelpCrunch sorts by. */
export type HelpCrunchCustomerOrderField = 'FIRST_SEEN' | 'LAST_SEEN';
