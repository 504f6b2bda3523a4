import { foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import { type Atom, CERTAINTY, type Certainty } from './atom.ts';

export type TextField =
  | 'name'
  | 'email'
  | 'userId'
  | 'company'
  | 'phone'
  | 'countryCode'
  | 'regionCode'
  | 'city';
export type TextOperator = '=' | '!=' | '~' | '!~';

/** The expected fraction of all records for `=` and `~`, by field: identifying fields before common ones. */
const SHARES: Readonly<Record<TextField, readonly [equals: number, contains: number]>> = {
  email: [0.000_01, 0.01],
  userId: [0.000_01, 0.01],
  phone: [0.000_01, 0.000_1],
  name: [0.000_1, 0.001],
  company: [0.005, 0.01],
  city: [0.05, 0.06],
  regionCode: [0.05, 0.06],
  countryCode: [0.2, 0.25],
};
const SHARE_OF_NEGATION = 0.95;

/** A condition on a text, sent as given. */
export function textAtom(field: TextField, operator: TextOperator, value: string): Atom {
  const [equals, contains] = SHARES[field];
  const compare = TEXT_OPERATORS[operator];
  const fold = field === 'email' ? foldEmail : foldText;
  return {
    condition: { field: `customers.${field}`, operator, value },
    exact: false,
    share: operator === '=' ? equals : operator === '~' ? contains : SHARE_OF_NEGATION,
    certainty: (customer) => compare(textOf(customer, field), value, fold),
  };
}

const TEXT_OPERATORS: Readonly<
  Record<TextOperator, (text: string | null, value: string, fold: Fold) => Certainty>
> = {
  '=': (text, value, fold) => compareTexts(text, value, isEqual, fold),
  '~': (text, value) => compareTexts(text, value, contains, foldInside),
  '!=': (text, value, fold) => negated(text, compareTexts(text, value, isEqual, fold)),
  '!~': (text, value) => negated(text, compareTexts(text, value, contains, foldInside)),
};

type Fold = (text: string) => string;
type Comparison = (text: string, value: string) => boolean;

export const isEqual: Comparison = (text, value) => text === value;
const contains: Comparison = (text, value) => text.includes(value);

/** How certainly a comparison holds: between the texts as written, with letter case ignored, or only in folded form. */
export function compareTexts(text: string | null, value: string, compare: Comparison, fold: Fold): Certainty {
  if (text === null) return CERTAINTY.NO;
  if (compare(text, value)) return CERTAINTY.SURE;
  if (compare(text.toLowerCase(), value.toLowerCase())) return CERTAINTY.CASELESS;
  return compare(fold(text), fold(value)) ? CERTAINTY.FOLDED : CERTAINTY.NO;
}

function negated(text: string | null, certainty: Certainty): Certainty {
  if (text === null) return CERTAINTY.MISSING;
  return certainty === CERTAINTY.NO ? CERTAINTY.SURE : CERTAINTY.NO;
}

/** White space at the ends matters here: `" ann"` searches for the start of a word. */
function foldInside(text: string): string {
  return text.replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}

/** The text of a field that a search compares. */
export function textOf(customer: HelpCrunchCustomer, field: TextField): string | null {
  switch (field) {
    case 'countryCode':
    case 'regionCode':
    case 'city':
      return customer.location?.[field] ?? null;
    default:
      return customer[field];
  }
}
