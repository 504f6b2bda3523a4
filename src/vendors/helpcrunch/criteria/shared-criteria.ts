import type { SharedCriteria } from '../../../customers/model/customer-filter.ts';
import { foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { phoneNotations } from '../../../customers/model/identity-keys.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { MAX_SPLIT_LEGS, PHONE_SEPARATORS } from '../assumptions.ts';
import type { Clause } from './atom.ts';
import { emailSearch, type SearchTraits, USUAL_SEARCH } from './search-traits.ts';
import { textAtom } from './text-atom.ts';

/**
 * The shared criteria as searches that certainly contain every profile satisfying them; `matchesShared` decides. A
 * clause without atoms: no profile can satisfy it. `batch`: the most conditions per search; if there are more phones
 * than a few searches can hold, they are checked here.
 */
export function toSharedClauses(
  shared: SharedCriteria,
  batch: number,
  traits: SearchTraits = USUAL_SEARCH,
): readonly Clause[] {
  const clauses: Clause[] = [];
  const clause = (criteria: readonly string[], atoms: Clause['atoms'], isFound = true) =>
    clauses.push({ criteria, atoms, ...(!isFound && { residual: () => true }) });
  const emails = wantedEmails(shared);
  if (emails !== null) {
    const criteria = (['email', 'emails'] as const).filter((name) => shared[name] !== undefined);
    const atoms = emails.flatMap((email) => {
      const { operator, values } = emailSearch(email, traits);
      return values.map((value) => [`${operator}${value}`, textAtom('email', operator, value)] as const);
    });
    clause(criteria, [...new Map(atoms).values()]);
  }
  const phones = wantedPhones(shared);
  if (phones !== null) {
    const criteria = (['phone', 'phones'] as const).filter((name) => shared[name] !== undefined);
    const endings = [...new Set(phones.flatMap(phoneEndings))];
    if (endings.length > batch * MAX_SPLIT_LEGS) clauses.push({ criteria, atoms: [], residual: () => true });
    else {
      clause(
        criteria,
        endings.map((ending) => textAtom('phone', '~', ending)),
        endings.length === 0 || traits.inside === 'ANYWHERE',
      );
    }
  }
  // A name is searched for by one of its words; a first name is the first word.
  const finds = (word: string) => !traits.containsMindsCase || word.toLowerCase() === word.toUpperCase();
  if (shared.firstName !== undefined) {
    const word = firstNameWord(shared.firstName);
    clause(['firstName'], nameAtoms(word), word === '' || finds(word));
  }
  if (shared.lastName !== undefined) {
    const word = longestWord(shared.lastName);
    const isFound = word === '' || (finds(word) && traits.inside !== 'BEGINNING');
    clause(['lastName'], nameAtoms(word), isFound);
  }
  if (shared.birthdate !== undefined) clause(['birthdate'], []);
  return clauses;
}

/** Whether a profile satisfies the shared criteria: letter case ignored, phones as E.164, names as words. */
export function matchesShared(
  { person, own }: SourceRecord<HelpCrunchCustomer>,
  shared: SharedCriteria,
): boolean {
  // As HelpCrunch stores it, valid or not.
  const { email } = own;
  return (
    (shared.email === undefined || hasEmail(email, shared.email)) &&
    (shared.emails === undefined || (email !== null && folded(shared.emails).has(foldEmail(email)))) &&
    (shared.phone === undefined || person.phone === shared.phone) &&
    (shared.phones === undefined || (person.phone !== null && setOf(shared.phones).has(person.phone))) &&
    (shared.firstName === undefined || equalFolded(person.firstName, shared.firstName)) &&
    (shared.lastName === undefined || equalFolded(person.lastName, shared.lastName)) &&
    shared.birthdate === undefined
  );
}

/** The endings to search for a number by: every usual notation contains one of them. */
export function phoneEndings(e164: string): readonly string[] {
  const last = e164.slice(-4);
  return [
    last,
    ...PHONE_SEPARATORS.flatMap((separator) =>
      [1, 2, 3].map((at) => `${last.slice(0, at)}${separator}${last.slice(at)}`),
    ),
  ];
}

/**
 * What to search for a number by: its endings, or, if `~` finds no endings, its usual notations. These may miss a
 * number that is written otherwise.
 */
export function phoneTexts(e164: string, inside: SearchTraits['inside']): readonly string[] {
  return inside === 'ANYWHERE' ? phoneEndings(e164) : phoneNotations(e164);
}

function hasEmail(email: string | null, wanted: string): boolean {
  return email !== null && foldEmail(email) === foldEmail(wanted);
}

function equalFolded(value: string | null, wanted: string): boolean {
  return value !== null && foldText(value) === foldText(wanted);
}

const foldedByList = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Every row of a list is compared with up to 1000 emails, so they are folded once. */
function folded(emails: readonly string[]): ReadonlySet<string> {
  const known = foldedByList.get(emails) ?? new Set(emails.map(foldEmail));
  foldedByList.set(emails, known);
  return known;
}

const setByList = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(phones: readonly string[]): ReadonlySet<string> {
  const known = setByList.get(phones) ?? new Set(phones);
  setByList.set(phones, known);
  return known;
}

/** The numbers in both `phone` and `phones`; null if neither is given. */
function wantedPhones({ phone, phones }: SharedCriteria): readonly string[] | null {
  if (phones === undefined) return phone === undefined ? null : [phone];
  return phones.filter((each) => phone === undefined || each === phone);
}

/** The emails in both `email` and `emails`, without duplicates; null if neither is given. */
function wantedEmails({ email, emails }: SharedCriteria): readonly string[] | null {
  if (email === undefined && emails === undefined) return null;
  const single = email === undefined ? null : foldEmail(email);
  const distinct = new Map<string, string>();
  for (const candidate of emails ?? (email === undefined ? [] : [email])) {
    const folded = foldEmail(candidate);
    if (folded !== '' && (single === null || folded === single)) distinct.set(candidate.trim(), candidate);
  }
  return [...distinct.values()];
}

/** Names are searched for by one word, so that white space inside a stored name does not matter. */
function nameAtoms(word: string): Clause['atoms'] {
  if (word === '') return [];
  const lower = word.toLowerCase();
  const [first = '', ...rest] = lower;
  const spellings = new Set([word, lower, first.toUpperCase() + rest.join(''), word.toUpperCase()]);
  return [...spellings].map((spelling) => textAtom('name', '~', spelling));
}

/** A profile's first name is one word, so several words match none. */
function firstNameWord(firstName: string): string {
  const words = firstName.trim().split(/\s+/);
  return words.length === 1 ? (words[0] ?? '') : '';
}

function longestWord(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
