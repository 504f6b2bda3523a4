import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../customers/model/care-cloud-customer.ts';
import type { Demand, SharedCriteria } from '../../../customers/model/customer-filter.ts';
import { emailSpellings, foldEmail } from '../../../customers/model/email.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { type AllowedValues, chooseAllowedValues, type Spellings } from './allowed-values.ts';

/** What accounts can be filtered by; each is one parameter of GET /customers (`email` is two). */
export type Subject =
  | 'email'
  | 'phone'
  | 'firstName'
  | 'lastName'
  | 'birthdate'
  | 'customerSourceId'
  | 'customerIds';

/** All criteria of a demand on one subject. */
export interface Criterion {
  readonly subject: Subject;
  /** The public names of the criteria, e.g. `emails`, `careCloud.email`. */
  readonly criteria: readonly string[];
  /** The values that satisfy all of the criteria. */
  readonly choice: AllowedValues;
}

/** The criteria that map directly to one of the vendor's parameters. */
type CriterionOfParameter = Exclude<
  keyof CareCloudCustomerFilter,
  'states' | 'storeIds' | 'consent' | 'segmentId' | 'externalIds' | 'cardNumbers' | 'foundIds'
>;

interface SubjectRules {
  /** Criteria on this subject; `customerSourceId` and `customerIds` exist only in CareCloud's own filter. */
  readonly shared: readonly (keyof SharedCriteria)[];
  readonly own: readonly CriterionOfParameter[];
  /** Texts with equal folded forms are one value. */
  readonly fold: (text: string) => string;
  /** The spellings to search for. */
  readonly spell: (text: string) => Spellings;
  /** The record's value; null = it has none, undefined = records do not show it. */
  readonly valueOf: (record: SourceRecord) => string | null | undefined;
}

const trimmed = (text: string) => text.trim();
const digits = (text: string) => text.replace(/\D/g, '');
const once = (spell: (text: string) => string) => (text: string) => [spell(text)];

const RULES: Readonly<Record<Subject, SubjectRules>> = {
  email: {
    shared: ['email', 'emails'],
    own: ['email', 'emails'],
    fold: foldEmail,
    spell: emailSpellings,
    // As CareCloud stores it, valid or not.
    valueOf: (record) => (record.own as CareCloudCustomer).email,
  },
  phone: {
    shared: ['phone', 'phones'],
    own: ['phone'],
    fold: digits,
    spell: once(digits),
    valueOf: (record) => record.person.phone,
  },
  firstName: {
    shared: ['firstName'],
    own: ['firstName'],
    fold: foldText,
    spell: once(trimmed),
    valueOf: (record) => record.person.firstName,
  },
  lastName: {
    shared: ['lastName'],
    own: ['lastName'],
    fold: foldText,
    spell: once(trimmed),
    valueOf: (record) => record.person.lastName,
  },
  birthdate: {
    shared: ['birthdate'],
    own: ['birthdate'],
    fold: trimmed,
    spell: once(trimmed),
    valueOf: (record) => record.person.birthdate,
  },
  customerSourceId: {
    shared: [],
    own: ['customerSourceId'],
    fold: trimmed,
    spell: once(trimmed),
    valueOf: () => undefined,
  },
  customerIds: {
    shared: [],
    own: ['customerIds'],
    fold: trimmed,
    spell: once(trimmed),
    valueOf: (record) => record.id,
  },
};

const SUBJECTS = Object.keys(RULES) as readonly Subject[];

/** Returns the spellings to search for. */
export type SpellEmail = (email: string) => Spellings;

/** A demand's criteria by subject: equal criteria are merged, contradictory ones leave an empty choice. */
export function readCriteria(
  { shared, own }: Demand,
  spellEmail: SpellEmail = emailSpellings,
): readonly Criterion[] {
  const filter = (own ?? {}) as CareCloudCustomerFilter;
  return SUBJECTS.flatMap((subject) => {
    const { shared: sharedNames, own: ownNames, fold, spell } = RULES[subject];
    const criteria = [
      ...sharedNames.map((name) => ({ name: name as string, value: shared[name] })),
      ...ownNames.map((name) => ({ name: `careCloud.${name}`, value: filter[name] })),
    ].filter(({ value }) => value !== undefined);
    if (criteria.length === 0) return [];
    const lists = criteria.map(({ value }) => (typeof value === 'string' ? [value] : (value ?? [])));
    return [
      {
        subject,
        criteria: criteria.map(({ name }) => name),
        choice: chooseAllowedValues(lists, fold, subject === 'email' ? spellEmail : spell),
      },
    ];
  });
}

/** Whether a record has one of the wanted values; a value that records do not show counts as present. */
export function satisfies(record: SourceRecord, { subject, choice }: Criterion): boolean {
  const value = RULES[subject].valueOf(record);
  if (value === undefined) return choice.size > 0;
  return value !== null && choice.has(RULES[subject].fold(value));
}

/** The folded form of a record's value within a choice of this subject; `""` without a value. */
export function foldedValue(record: SourceRecord, subject: Subject): string {
  const rules = RULES[subject];
  return rules.fold(rules.valueOf(record) ?? '');
}
