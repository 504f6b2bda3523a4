import type { HelpCrunchCustomerWire, HelpCrunchShape } from './wire.ts';

export type HelpCrunchFieldType = 'Integer' | 'String' | 'Date' | 'Array';

/** A field of the search: its type and where its value is. */
export type HelpCrunchField = {
  readonly type: HelpCrunchFieldType;
  readonly read: (row: HelpCrunchCustomerWire) => string | number | null;
};

const field = (
  type: HelpCrunchFieldType,
  read: (row: HelpCrunchCustomerWire) => string | number | null,
): HelpCrunchField => ({ type, read });

/** A customer that came through a channel is identified there by integrationId. */
const channel = (name: string): HelpCrunchField =>
  field('String', ({ createdFrom, integrationId }) =>
    createdFrom === name ? (integrationId ?? null) : null,
  );

const OLD_FIELDS: Readonly<Record<string, HelpCrunchField>> = {
  'customers.id': field('Integer', (row) => row.id),
  'customers.name': field('String', (row) => row.name),
  'customers.email': field('String', (row) => row.email),
  'customers.company': field('String', (row) => row.company),
  'customers.phone': field('String', (row) => row.phone),
  'customers.countryCode': field('String', (row) => row.location.countryCode),
  'customers.city': field('String', (row) => row.location.city),
  'customers.regionCode': field('String', (row) => row.location.regionCode),
  'customers.tagsData': field('Array', () => null),
  'customers.lastSeen': field('Date', (row) => row.lastSeen),
  'customers.userId': field('String', (row) => row.userId),
};

const NEW_FIELDS: Readonly<Record<string, HelpCrunchField>> = {
  ...OLD_FIELDS,
  'customers.telegramId': channel('telegram'),
  'customers.facebookId': channel('facebook'),
  'customers.instagramId': channel('instagram'),
  'customers.viberId': channel('viber'),
  'customers.whatsappId': channel('whatsapp'),
};

/** The field of that name, if this generation of the API has it. */
export const helpCrunchField = (shape: HelpCrunchShape, name: unknown): HelpCrunchField | undefined => {
  const fields = shape === 'OLD' ? OLD_FIELDS : NEW_FIELDS;
  return typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name] : undefined;
};

/** The operators that are valid for each type. */
export const OPERATORS: Readonly<Record<HelpCrunchFieldType, readonly string[]>> = {
  Integer: ['=', '!=', '>', '<', '>=', '<='],
  Date: ['=', '!=', '>', '<', '>=', '<='],
  String: ['=', '!=', '~', '!~'],
  Array: ['='],
};
