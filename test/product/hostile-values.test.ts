import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isAcceptLanguage } from '../../src/customers/model/accept-language.ts';
import { emailSpellings, toAddress } from '../../src/customers/model/email.ts';
import {
  isWorthless,
  normalEmail,
  normalPhone,
  normalUserId,
} from '../../src/customers/model/identity-keys.ts';
import { foldText, isoCountry, isoLanguage, splitName } from '../../src/customers/model/normalize-values.ts';
import { foldName, foldWords } from '../../src/customers/search/fold-words.ts';
import { readSearchText } from '../../src/customers/search/read-search-text.ts';
import { decodeCursor } from '../../src/paging/cursor/cursor.ts';
import { toCareCloudId } from '../../src/schema/care-cloud/to-id.ts';
import { createSchema } from '../../src/schema/create-schema.ts';
import { toHelpCrunchId } from '../../src/schema/help-crunch/to-id.ts';
import { isCalendarDate, toInstant } from '../../src/schema/shared/date-time.ts';
import { decodeGlobalId } from '../../src/schema/shared/global-id.ts';
import { withoutInputValues } from '../../src/schema/shared/input-error.ts';
import { planDemand as planCareCloud } from '../../src/vendors/carecloud/criteria/filter.ts';
import { planDemand as planHelpCrunch } from '../../src/vendors/helpcrunch/criteria/filter.ts';
import { toLookUpConditions } from '../../src/vendors/helpcrunch/look-up.ts';
import { cpuMsOf } from '../support/cpu-ms.ts';

const LONG = 200_000;
/** A quadratic parser takes minutes for this, a linear one milliseconds; the rest is for a slow machine. */
const MOST_MS = 5_000;

/** The last character makes careless expressions try every beginning with every end. */
const filled = (piece: string) => `${piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG)}!`;

const PIECES = [' ', 'a', '0', '+', '.', 'a@', 'ı', 'value', ' at "a', '; Date: '];

createSchema();
const refused = (read: (text: string) => unknown) => (text: string) => {
  try {
    read(text);
  } catch (error) {
    expect(String(error).length).toBeLessThan(1_000);
  }
};
const shared = (name: string) => (text: string) => ({ shared: { [name]: text }, own: null });

/** Everything that receives a client's values: arguments, variables, filters, ids, cursors. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  phone: (text) => [normalPhone(text), normalPhone(text, 'CZ'), normalPhone(`+${text}`)],
  email: (text) => [normalEmail(text), emailSpellings(text), toAddress(text)],
  'user id': (text) => [normalUserId(text), isWorthless(text)],
  name: (text) => [foldText(text), splitName(text), foldName(text), foldWords(text)],
  'language and country': (text) => [isoLanguage(text), isoCountry(text), isAcceptLanguage(text)],
  'search text': refused((text) => readSearchText(text, 'CZ')),
  'CareCloud id': refused((text) => toCareCloudId(text, 'id')),
  'HelpCrunch id': refused((text) => toHelpCrunchId(text, 'id')),
  'global id': refused((text) => decodeGlobalId(Buffer.from(text).toString('base64'), 'id')),
  'text for a global id': refused((text) => decodeGlobalId(text, 'id')),
  'date and time': (text) => [
    isCalendarDate(text),
    toInstant(text),
    toInstant(`2020-05-04T11:12:32.${text}`),
  ],
  cursor: refused((text) => decodeCursor({ fingerprint: '' } as never, text)),
  'filter at CareCloud': (text) =>
    ['email', 'phone', 'firstName', 'lastName'].map((name) =>
      planCareCloud(shared(name)(text) as never, 100),
    ),
  'filter at HelpCrunch': (text) =>
    ['email', 'phone', 'firstName', 'lastName'].map((name) =>
      planHelpCrunch(shared(name)(text) as never, 100),
    ),
  'look-up at HelpCrunch': (text) =>
    (['email', 'phone', 'userId', 'id'] as const).map((kind) =>
      toLookUpConditions([{ kind, value: text }], 'CZ'),
    ),
  'error about a value': (text) => [
    withoutInputValues(new GraphQLError(`Variable "$a" got invalid value "${text}" at "${text}"; ${text}`)),
    withoutInputValues(new GraphQLError(`Enum "A" cannot represent ${text}`)),
    withoutInputValues(new GraphQLError(`Value "${text}" does not exist in ${text}`)),
    withoutInputValues(new GraphQLError(`Expected value of type "A", found ${text}`)),
  ],
};

describe.each(Object.entries(READERS))('a %s of 200 kB', (_, read) => {
  it('is parsed quickly, whatever its content', async () => {
    for (const piece of PIECES) {
      const text = filled(piece);
      const tookMs = await cpuMsOf(() => read(text));
      if (tookMs > MOST_MS) expect(`${JSON.stringify(piece)}: ${tookMs} ms`).toBe('less');
    }
  });
});
