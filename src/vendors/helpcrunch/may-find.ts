import { withAsciiDigits } from '../../customers/model/ascii-digits.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { looseForm } from '../shared/traits/witness.ts';
import type { SearchCondition, SearchField } from './wire/wire.ts';

/**
 * Whether a condition could find a profile, however HelpCrunch compares: letter case, blanks, accents and the signs of
 * phone numbers may or may not count. True if in doubt.
 */
export function mayFind(
  { field, operator, value }: SearchCondition,
  profile: SourceRecord<HelpCrunchCustomer>,
): boolean {
  if (field === 'customers.id') return operator !== '=' || String(value) === profile.id;
  const textOf = TEXTS[field];
  if (textOf === undefined || typeof value !== 'string') return true;
  const text = textOf(profile.own);
  if (operator === '=') return text !== null && formOf(field, text) === formOf(field, value);
  return operator !== '~' || (text !== null && formOf(field, text).includes(formOf(field, value)));
}

const TEXTS: Partial<Record<SearchField, (own: HelpCrunchCustomer) => string | null>> = {
  'customers.email': ({ email }) => email,
  'customers.userId': ({ userId }) => userId,
  'customers.phone': ({ phone }) => phone,
  'customers.name': ({ name }) => name,
  'customers.company': ({ company }) => company,
};

function formOf(field: SearchField, text: string): string {
  return field === 'customers.phone' ? withAsciiDigits(text).replace(/\D/g, '') : looseForm(text);
}
