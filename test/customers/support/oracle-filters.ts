import type { CareCloudCustomerFilter } from '../../../src/customers/model/care-cloud-customer.ts';
import type { SharedCriteria } from '../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../src/customers/model/help-crunch-customer.ts';
import type { Account, Profile } from './world.ts';

/** Whether a record satisfies criteria, by the contract and the design; the part of the oracle that knows no lists. */

export function accountHasShared(account: Account, shared: SharedCriteria): boolean {
  const { email, emails, phone, phones, firstName, lastName, birthdate } = shared;
  return (
    (phones === undefined || phones.some((each) => each === account.phone)) &&
    (email === undefined || same(account.email, email)) &&
    (emails === undefined || emails.some((each) => same(account.email, each))) &&
    (phone === undefined || account.phone === phone) &&
    (firstName === undefined || same(account.firstName, firstName)) &&
    (lastName === undefined || same(account.lastName, lastName)) &&
    (birthdate === undefined || account.birthdate === birthdate)
  );
}

export function profileHasShared(profile: Profile, shared: SharedCriteria): boolean {
  const { email, emails, phone, phones, firstName, lastName, birthdate } = shared;
  const [first = null, ...rest] = (plain(profile.name) ?? '').split(' ');
  return (
    (email === undefined || same(profile.email, email)) &&
    (emails === undefined || emails.some((each) => same(profile.email, each))) &&
    (phone === undefined || profile.phone?.e164 === phone) &&
    (phones === undefined || phones.some((each) => each === profile.phone?.e164)) &&
    (firstName === undefined || first === plain(firstName)) &&
    (lastName === undefined || rest.join(' ') === plain(lastName)) &&
    birthdate === undefined
  );
}

/** By the numbers of CareCloud's document. */
const STATES = ['DELETED', 'ACTIVE', 'INACTIVE'];
const CONSENT_VALUES = ['NO', 'YES', 'NOT_SET'];
const NOT_SET = 2;

export function accountHas(account: Account, filter: CareCloudCustomerFilter): boolean {
  const { phone, customerSourceId, customerIds, states, storeIds, consent, ...shared } = filter;
  return (
    accountHasShared(account, shared) &&
    (phone === undefined || account.phone === `+${phone}`) &&
    (customerSourceId === undefined || account.sourceId === customerSourceId) &&
    (customerIds === undefined || customerIds.includes(account.id)) &&
    (states === undefined || states.some((state) => STATES.indexOf(state) === account.state)) &&
    (storeIds === undefined || storeIds.some((id) => id === account.storeId)) &&
    (consent === undefined ||
      CONSENT_VALUES[account.consents[consent.consentId] ?? NOT_SET] === consent.value)
  );
}

/** A flat list of conditions: all must hold, or any. */
export function profileHas(profile: Profile, { match, ...fields }: HelpCrunchCustomerFilter): boolean {
  const verdicts = Object.entries(fields).flatMap(([field, conditions]) =>
    typeof conditions === 'boolean'
      ? [profile[field as 'blocked'] === conditions]
      : Object.entries(conditions as Record<string, unknown>).map(([operator, wanted]) =>
          holds(profile, field, operator, wanted),
        ),
  );
  return match === 'ALL' ? verdicts.every(Boolean) : verdicts.some(Boolean);
}

function holds(profile: Profile, field: string, operator: string, wanted: unknown): boolean {
  if (field === 'tags') {
    const has = (tag: string) => profile.tags.some((own) => same(own, tag));
    const tags = wanted as string[];
    if (operator === 'noneOf') return !tags.some(has);
    return operator === 'allOf' ? tags.every(has) : tags.some(has);
  }
  if (field === 'id' || field === 'lastSeen' || field === 'lastSeenAt') {
    const value = field === 'id' ? profile.id : profile.lastSeen;
    if (operator === 'in') return (wanted as string[]).some((each) => Number(each) === value);
    return compares(value, operator, Number(wanted));
  }
  const text = textOf(profile, field);
  switch (operator) {
    case 'eq':
      return same(text, wanted as string);
    case 'ne':
      return !same(text, wanted as string);
    case 'in':
      return (wanted as string[]).some((each) => same(text, each));
    case 'contains':
      return contains(text, wanted as string);
    case 'notContains':
      return !contains(text, wanted as string);
    default:
      throw new Error(`No such operator: ${operator}`);
  }
}

/** All given bounds must hold; null is in no range. */
export function isWithin(value: number | null, range: Readonly<Record<string, number>>): boolean {
  return value !== null && Object.entries(range).every(([bound, at]) => compares(value, bound, at));
}

function compares(value: number | null, operator: string, wanted: number): boolean {
  if (value === null) return operator === 'ne';
  switch (operator) {
    case 'eq':
      return value === wanted;
    case 'ne':
      return value !== wanted;
    case 'gt':
      return value > wanted;
    case 'gte':
      return value >= wanted;
    case 'lt':
      return value < wanted;
    case 'lte':
      return value <= wanted;
    default:
      throw new Error(`No such operator: ${operator}`);
  }
}

function textOf(profile: Profile, field: string): string | null {
  const text = field === 'phone' ? profile.phone?.text : profile[field as 'name' | 'city' | 'userId'];
  // "" counts as none.
  return text || null;
}

function same(text: string | null, wanted: string): boolean {
  return text !== null && plain(text) === plain(wanted);
}

/** As written, or with its letters composed; letter case ignored. */
function contains(text: string | null, wanted: string): boolean {
  const forms = [(each: string) => each, (each: string) => each.normalize('NFC')];
  return text !== null && forms.some((form) => form(text).toLowerCase().includes(form(wanted).toLowerCase()));
}

/** The form of a text for comparison. */
export function plain(text: string | null): string | null {
  return text === null ? null : text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}
