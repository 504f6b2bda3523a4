/**
 * HelpCrunch's customer as its own page shows it (the OLD shape: numeric times, a list for custom data). The server
 * converts it to the NEW shape on request. `createdFrom` and `integrationId` appear only in the NEW shape.
 */
export type HelpCrunchCustomerWire = {
  readonly id: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  readonly company: string | null;
  readonly phone: string | null;
  /** UNIX seconds. */
  readonly firstSeen: number | null;
  /** UNIX seconds. */
  readonly lastSeen: number | null;
  readonly location: HelpCrunchLocationWire;
  readonly device: HelpCrunchDeviceWire | null;
  readonly unsubscribed: boolean;
  readonly blocked: boolean;
  readonly source: string | null;
  readonly referer: string | null;
  readonly locale: string | null;
  readonly notes: string | null;
  readonly lastPage: string | null;
  readonly tags: readonly HelpCrunchTagWire[];
  readonly customData: readonly HelpCrunchCustomDatumWire[];
  readonly createdFrom?: string | null;
  readonly integrationId?: string | null;
};

export type HelpCrunchLocationWire = {
  readonly regionCode: string | null;
  readonly countryCode: string | null;
  readonly city: string | null;
};

export type HelpCrunchDeviceWire = {
  readonly id: number;
  readonly ip: string;
  readonly timezone: string;
  readonly platform: string;
  readonly userAgent: string;
};

export type HelpCrunchTagWire = { readonly name: string; readonly color: string };

export type HelpCrunchCustomDatumWire = {
  readonly property: string;
  readonly value: string | number | boolean | null;
};

/** The documented generation of the API that the server implements. */
export type HelpCrunchShape = 'OLD' | 'NEW';

const UNKNOWN: Omit<HelpCrunchCustomerWire, 'id'> = {
  name: null,
  email: null,
  userId: null,
  company: null,
  phone: null,
  firstSeen: null,
  lastSeen: null,
  location: { regionCode: null, countryCode: null, city: null },
  device: null,
  unsubscribed: false,
  blocked: false,
  source: null,
  referer: null,
  locale: null,
  notes: null,
  lastPage: null,
  tags: [],
  customData: [],
};

/** A minimal row: anything not given is null, false or empty, as HelpCrunch returns unknown values. */
export const helpCrunchRow = ({
  id,
  ...known
}: Partial<HelpCrunchCustomerWire> & Pick<HelpCrunchCustomerWire, 'id'>): HelpCrunchCustomerWire => ({
  id,
  ...UNKNOWN,
  ...known,
});
