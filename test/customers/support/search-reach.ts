import { fold, isEmailText, isPhoneText, isProfile, typedEmail, visible } from './search-oracle.ts';
import type { Account, Profile } from './world.ts';

/**
 * The people that one search of each vendor certainly reaches, by how the vendor compares texts: a lower bound that
 * reveals searches that are too narrow. Most vendors distinguish accents.
 */
export interface Behaviour {
  /** The form in which texts of this vendor's field are equal. */
  readonly same: (text: string) => string;
  /** Whether `~` finds it. */
  readonly contains: (text: string, wanted: string) => boolean;
  /** Names at CareCloud are found by their beginnings. */
  readonly findsBeginnings?: boolean;
  /** If letter case matters, names are searched for in their usual spelling. */
  readonly spell?: (word: string) => readonly string[];
}

const lower = (text: string) => text.normalize('NFC').toLowerCase();
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
const includes = (text: string, wanted: string) => text.includes(wanted);
const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const USUAL: Behaviour = { same: lower, contains: includes };
const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'names-mind-case': {
    same: (text) => text.normalize('NFC'),
    contains: includes,
    spell: (word) => [word, capital(word)],
  },
  'accents-ignored': {
    same: (text) => lower(text).normalize('NFD').replace(/\p{M}/gu, ''),
    contains: includes,
  },
  'carecloud-names-find-parts': { ...USUAL, findsBeginnings: true },
  'contains-beginning': { same: lower, contains: (text, wanted) => text.startsWith(wanted) },
  'contains-word': {
    same: lower,
    contains: (text, wanted) => ` ${words(text).join(' ')} `.includes(` ${words(wanted).join(' ')} `),
  },
};

export const behaviourOf = (personality: string): Behaviour => BEHAVIOURS[personality] ?? USUAL;

/** Words as typed, without titles and punctuation at the edges. */
const typedWords = (typed: string): string[] =>
  visible(typed)
    .normalize('NFC')
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '' && !['ing', 'ph.d', 'miss'].includes(word.toLowerCase()));

export function surelyReaches(typed: string, record: Account | Profile, behaviour: Behaviour): boolean {
  return isProfile(record)
    ? reachesProfile(typed, record, behaviour)
    : reachesAccount(typed, record, behaviour);
}

function reachesProfile(typed: string, profile: Profile, { same, contains }: Behaviour): boolean {
  const text = visible(typed);
  const asked = typedWords(typed);
  const longest = asked.reduce((best, word) => (word.length > best.length ? word : best), '');
  const isAsPlain = /^[\p{L}\p{N}]+$/u.test(longest);
  const holds = (field: string | null, wanted: string) =>
    field !== null && wanted !== '' && contains(same(field), same(wanted));
  if (String(profile.id) === text || profile.userId === text) return true;
  const address = typedEmail(typed);
  if (address !== null && address !== '' && profile.email !== null) {
    const isPart = contains(same(profile.email), same(address));
    if (isPart && lower(profile.email).startsWith(lower(address))) return true;
  }
  const written = profile.phone?.text ?? '';
  if (isPhoneText(typed) && contains === includes && profile.phone?.e164 != null) {
    const ending = [...written]
      .filter((each) => /\d/.test(each))
      .slice(-4)
      .join('[ ./-]?');
    if (new RegExp(`${ending}$`).test(written)) return true;
  }
  if (isEmailText(typed) || !isAsPlain) return false;
  return [profile.name, profile.company].some(
    (field) => holds(field, longest) || holds(field, fold(longest)),
  );
}

function reachesAccount(typed: string, account: Account, behaviour: Behaviour): boolean {
  const { same, findsBeginnings, spell = (word: string) => [word] } = behaviour;
  const text = visible(typed);
  if (account.id === text) return true;
  const address = typedEmail(typed) ?? '';
  if (/^[^@\s]+@[^@\s]+$/.test(address)) {
    return account.email !== null && lower(account.email) === lower(address);
  }
  if (isEmailText(typed)) return false;
  if (isPhoneText(typed)) {
    const digits = text.replace(/\D/g, '').replace(/^00/, '');
    return account.phone !== null && [`+${digits}`, `+420${digits}`].includes(account.phone);
  }
  const asked = typedWords(typed);
  if (asked.length === 0 || asked.length > 2 || asked.some((word) => /\d/.test(word))) return false;
  const is = (field: string | null, wanted: string) => {
    if (field === null) return false;
    return spell(wanted).some((each) =>
      findsBeginnings ? same(field).startsWith(same(each)) : same(field) === same(each),
    );
  };
  const [one = '', other] = asked;
  const { firstName, lastName } = account;
  if (other === undefined) return is(lastName, one) || is(firstName, one);
  // A word that is searched for both as typed and in its usual spelling is only sent twice if there is room.
  if (spell('x').length > 1) {
    return is(firstName, capital(one)) && is(lastName, capital(other));
  }
  return (is(firstName, one) && is(lastName, other)) || (is(firstName, other) && is(lastName, one));
}
