import { accountId, EMAILS, NAMES, profileId } from '../../../customers/support/world.ts';

const globalId = (text: string) => Buffer.from(text).toString('base64');
const ACCOUNTS = [0, 1, 2].map(accountId);
const PROFILES = [0, 1, 2].map((index) => String(profileId(index)));

/** Values of each scalar: known ones of small worlds, unknown ones, and invalid ones. */
export const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, 2, 3, 20, 100, -1, 101],
  Float: [0, 1.5],
  Boolean: [true, false],
  String: [
    ...EMAILS.slice(0, 4),
    ...NAMES.slice(0, 3),
    '+420 523 828 931',
    'email',
    'Customer',
    '',
    'nobody',
  ],
  ID: [
    ...ACCOUNTS,
    ...PROFILES,
    ...ACCOUNTS.map((id) => globalId(`Customer:CARECLOUD:${id}`)),
    ...PROFILES.map((id) => globalId(`HelpCrunchCustomer:${id}`)),
    ...PROFILES.map((id) => globalId(`Customer:HELPCRUNCH:${id}`)),
    'garbage',
    7,
  ],
  Date: ['1985-02-12', '1990-01-01', '1990-02-30'],
  DateTime: ['2020-06-24T12:00:03Z', '2020-06-24T14:00:01+02:00', 'yesterday'],
  JSON: ['text', 621, true],
};

/** Entities as a router sends them; each member may become a variable. */
export const REPRESENTATIONS: readonly Readonly<Record<string, unknown>>[] = [
  ...EMAILS.slice(0, 3).map((email) => ({ __typename: 'Customer', email })),
  ...ACCOUNTS.map((careCloudId) => ({ __typename: 'Customer', careCloudId })),
  ...ACCOUNTS.map((id) => ({ __typename: 'Customer', id: globalId(`Customer:CARECLOUD:${id}`) })),
  ...PROFILES.map((customerId) => ({ __typename: 'HelpCrunchCustomer', customerId })),
  ...ACCOUNTS.map((customerId) => ({ __typename: 'CareCloudCustomer', customerId })),
  { __typename: 'Customer' },
  { __typename: 'Nothing', id: '1' },
  { id: '1' },
];
