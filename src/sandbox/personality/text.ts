import type { Personality } from './personality.ts';

/** The text as it is. */
const exactly = (text: string): string => text;

export const helpCrunchEqualsMindsCase = (): Personality => ({
  name: 'helpcrunch-equals-minds-case',
  description: 'HelpCrunch’s `=` and `!=` distinguish capital from small letters.',
  helpCrunch: { fold: (text, { operator }) => (operator.endsWith('=') ? exactly(text) : undefined) },
});

/** The sandbox respects blanks by default, so this is the other behaviour. */
export const helpCrunchEqualsIgnoresBlanks = (): Personality => ({
  name: 'helpcrunch-equals-ignores-blanks',
  description: 'HelpCrunch’s `=` and `!=` ignore blanks around a text.',
  helpCrunch: {
    fold: (text, { operator }) => (operator.endsWith('=') ? text.trim().toLowerCase() : undefined),
  },
});

export const careCloudEmailMindsCase = (): Personality => ({
  name: 'carecloud-email-minds-case',
  description: 'CareCloud’s `email` and `email_list[]` distinguish capital from small letters.',
  careCloud: { fold: (text, { field }) => (field === 'email' ? exactly(text) : undefined) },
});

export const namesMindCase = (): Personality => ({
  name: 'names-mind-case',
  description: 'Both vendors distinguish capital from small letters in names.',
  careCloud: { fold: (text, { field }) => (field.endsWith('_name') ? exactly(text) : undefined) },
  helpCrunch: { fold: (text, { field }) => (field === 'customers.name' ? exactly(text) : undefined) },
});

/** As a database with an accent-insensitive collation does, such as MySQL by default. */
export const accentsIgnored = (): Personality => ({
  name: 'accents-ignored',
  description: 'Both vendors treat letters with and without accents as equal.',
  careCloud: { fold: withoutAccents },
  helpCrunch: { fold: withoutAccents },
});

const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const careCloudNamesFindParts = (): Personality => ({
  name: 'carecloud-names-find-parts',
  description: 'CareCloud’s `first_name` and `last_name` find names that begin with the text.',
  careCloud: { findsBeginnings: (field) => field.endsWith('_name') },
});

export const containsBeginning = (): Personality => ({
  name: 'contains-beginning',
  description: 'HelpCrunch’s `~` finds beginnings only.',
  helpCrunch: { contains: (text, wanted) => text.startsWith(wanted) },
});

export const containsWord = (): Personality => ({
  name: 'contains-word',
  description: 'HelpCrunch’s `~` finds whole words only.',
  helpCrunch: {
    contains: (text, wanted) => ` ${words(text).join(' ')} `.includes(` ${words(wanted).join(' ')} `),
  },
});

const words = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
