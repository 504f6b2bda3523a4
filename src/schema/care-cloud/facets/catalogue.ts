import type { CareCloudCatalogues } from '../../../customers/model/care-cloud-catalogue.ts';
import { builder } from '../../builder.ts';
import type { GatewayContext } from '../../context.ts';
import { toLanguage } from '../../shared/parse-input.ts';
import { read } from '../../shared/scopes.ts';
import { cardType } from './cards.ts';
import { channel, consentType } from './consents.ts';
import { currency } from './money.ts';
import { purchaseType } from './purchases.ts';
import { segment, segmentGroup } from './segments.ts';
import { customerSource } from './short-lists.ts';
import { store } from './stores.ts';
import { allInLanguage, type InLanguage } from './texts.ts';
import { tier } from './tiers.ts';

/** Each list: its type, its usual length, and its description. */
const LISTS = {
  tiers: [tier, 5, 'The levels of the loyalty programme.'],
  segments: [segment, 50, 'The segments that customers can be in.'],
  segmentGroups: [segmentGroup, 10, 'The groups that segments are in.'],
  stores: [store, 50, 'The stores.'],
  customerSources: [customerSource, 10, 'The shops, campaigns and systems that customers come from.'],
  consents: [consentType, 10, 'What customers are asked to consent to.'],
  channels: [channel, 5, 'The ways to reach customers.'],
  cardTypes: [cardType, 5, 'The kinds of cards.'],
  currencies: [currency, 5, 'The currencies.'],
  purchaseTypes: [purchaseType, 5, 'The kinds of purchases.'],
} as const satisfies Partial<Record<keyof CareCloudCatalogues, readonly [unknown, number, string]>>;

const catalogue = builder.objectRef<InLanguage>('CareCloudCatalogue').implement({
  description:
    'The names behind CareCloud’s ids. Each list is one request, cached for everybody for an hour (`CATALOGUE_TTL_SECONDS`).',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(LISTS).map(([name, [type, assumedSize, description]]) => [
        name,
        t.field({
          type: [type as typeof tier],
          cost: 1,
          listSize: { assumedSize },
          description,
          resolve: (language, _args, context) => readList(name, language, context),
        }),
      ]),
    ),
});

async function readList(name: string, language: InLanguage, { directory }: GatewayContext) {
  const entries = await directory.facets.catalogue('CARECLOUD', name, language.textLanguage);
  return allInLanguage([...entries.values()] as never[], language);
}

builder.queryField('careCloudCatalogue', (t) =>
  t.field({
    ...read,
    type: catalogue,
    description:
      'The names behind CareCloud’s ids, for drop-downs, legends and filters. Only the selected lists are requested.',
    args: {
      language: t.arg.string({
        description:
          'Languages for names: ISO 639-1 as in the header Accept-Language, e.g. `"cs"`. As configured by default. CareCloud answers in its default language when it has none of them.',
      }),
    },
    resolve: (_root, { language }) =>
      language == null ? {} : { textLanguage: toLanguage(language, 'language') },
  }),
);
