import type {
  CustomerMatch,
  CustomerSearchResult,
  SearchReport,
} from '../../customers/search/customer-search.ts';
import { readSearchText } from '../../customers/search/read-search-text.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import { builder } from '../builder.ts';
import { asks } from '../shared/asks.ts';
import { customerSource, identityState, sourceStatus, sourceWarning } from '../shared/enums.ts';
import { encodeGlobalId } from '../shared/global-id.ts';
import { pii } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { markVolatile } from '../shared/volatile-types.ts';
import { sourceError } from './source-report.ts';

const MOST_MATCHES = 25;

const searchReading = builder.enumType('SearchReading', {
  description: 'How a typed text can be interpreted.',
  values: {
    CARE_CLOUD_ID: { description: 'The id of an account in CareCloud.' },
    HELP_CRUNCH_ID: { description: 'The id of a profile in HelpCrunch.' },
    USER_ID: { description: 'The user id that your own product gave HelpCrunch for this person.' },
    CARD_NUMBER: { description: 'The number of a loyalty card.' },
    EXTERNAL_ID: { description: 'The id that another system gave this person, as stored in CareCloud.' },
    EMAIL: { description: 'An email address, or the beginning of one.' },
    PHONE: { description: 'A phone number in any notation, or the digits it ends in.' },
    NAME: { description: 'Words of a name, or their beginnings, in any order.' },
    COMPANY: { description: 'Words of a company’s name, or their beginnings, in any order.' },
  } as const,
});

const searchCoverage = builder.enumType('SearchCoverage', {
  description: 'What a source could find for a text.',
  values: {
    PARTS: { description: 'Beginnings of words (or endings of phone numbers), as typed.' },
    WHOLE_WORDS: {
      description:
        'Whole words only: a name is found once the word is typed to its end; if the source minds diacritics, with them, or where the other source knows somebody of that name.',
    },
    NONE: { description: 'Nothing: the source was not searched, or did not respond.' },
  } as const,
});

const searchReport = builder.objectRef<SearchReport>('SearchReport').implement({
  extensions: markVolatile,
  description: 'What one source contributed to a search. A source that failed leaves the other’s matches.',
  fields: (t) => ({
    source: t.expose('source', {
      type: customerSource,
      nullable: false,
      description: 'The source this is about.',
    }),
    status: t.expose('status', { type: sourceStatus, nullable: false, description: 'The outcome.' }),
    requests: t.exposeInt('requests', {
      nullable: false,
      description: 'HTTP requests made to it for this search; 0 when a recent search already had the answer.',
    }),
    ageSeconds: t.exposeInt('ageSeconds', {
      nullable: true,
      description:
        'Age in seconds of the oldest cached response used; 0 if all were fresh; null if no request was needed.',
    }),
    error: t.expose('error', {
      type: sourceError,
      nullable: true,
      description: 'What went wrong; null when nothing did.',
    }),
    warning: t.field({
      type: sourceWarning,
      nullable: true,
      description:
        'Why matches may be missing although the source answered; null when nothing suggests that any are.',
      resolve: ({ warning }) => warning ?? null,
    }),
    coverage: t.expose('coverage', {
      type: searchCoverage,
      nullable: false,
      description:
        'What it could find. With `WHOLE_WORDS` a screen can hint that more people come once a name is typed to its end.',
    }),
  }),
});

const customerMatch = builder.objectRef<CustomerMatch>('CustomerMatch').implement({
  description: 'One person that the text may mean.',
  fields: (t) => ({
    customer: t.expose('customer', { type: customerRef, nullable: false, description: 'The person.' }),
    matchedOn: t.field({
      type: [searchReading],
      nullable: false,
      description: 'Every interpretation of the text that this person matches.',
      resolve: ({ matchedOn }) => [...matchedOn],
    }),
    identity: t.expose('identity', {
      type: identityState,
      nullable: false,
      description: 'Whether it is certain which account the person has.',
    }),
  }),
});

const customerSearch = builder.objectRef<CustomerSearchResult>('CustomerSearch').implement({
  description: 'The people that a text may mean: the best matches, not a list to page through.',
  fields: (t) => ({
    matches: t.field({
      type: [customerMatch],
      nullable: false,
      description:
        'Best first: equal ids, emails and phones, then names with all the words, then beginnings. Each person once.',
      resolve: ({ matches }) => [...matches],
    }),
    hasMore: t.exposeBoolean('hasMore', {
      nullable: false,
      description:
        'Whether more people match than are returned, or may: a source had too many, was not asked everything, or failed.',
    }),
    understoodAs: t.field({
      type: [searchReading],
      nullable: false,
      description:
        'How the text was interpreted. Empty for fewer than three letters or digits: no request was sent to a source.',
      resolve: ({ understoodAs }) => [...understoodAs],
    }),
    sources: t.field({
      type: [searchReport],
      listSize: { assumedSize: 2 },
      nullable: false,
      description:
        'What each configured source contributed to this search. Look here for partial failures. `Query.sources` tells how the sources are doing in general.',
      resolve: ({ sources }) => [...sources],
    }),
  }),
});

builder.queryField('searchCustomers', (t) =>
  t.field({
    ...pii,
    cost: 5,
    listSize: {
      slicingArguments: ['first'],
      sizedFields: ['matches'],
      requireOneSlicingArgument: false,
    },
    type: customerSearch,
    description:
      'The people that a typed text may mean, best first: an email or its beginning, a phone number in any notation or its last digits, an id, or words of a name or company in any order. Letter case, diacritics and titles do not matter; a source that minds diacritics is asked for those of Czech, of other languages of Europe and of Vietnamese, and has the warning `INCOMPLETE_SEARCH` where one request has no room for all of them. This is not a list to page through: see `customers`.',
    args: {
      text: t.arg.string({
        required: true,
        description:
          'What was typed, e.g. `"nov"`, `"Novák Jan"` or `"603 350 413"`: at most 200 characters. Of a signature or a row of a table, up to 500, the email address counts, else the phone number. With fewer than three letters or digits no source is searched.',
      }),
      first: t.arg.int({
        required: false,
        defaultValue: 10,
        description: 'How many matches to show: 1 to 25.',
      }),
    },
    extensions: asks<{ readonly text: string }>(({ text }, { phoneCountry }) => [
      { kind: 'SEARCH', text: readSearchText(text, phoneCountry) },
    ]),
    resolve: (_root, { text, first }, { directory, phoneCountry }) =>
      directory.search({
        text: readSearchText(text, phoneCountry),
        first: toMatchCount(first ?? 10),
        globalIdOf: (key) => encodeGlobalId('Customer', key),
      }),
  }),
);

function toMatchCount(first: number): number {
  if (first >= 1 && first <= MOST_MATCHES) return first;
  throw badUserInput(`first: expected a number from 1 to ${MOST_MATCHES}, such as 10, got ${first}.`);
}
