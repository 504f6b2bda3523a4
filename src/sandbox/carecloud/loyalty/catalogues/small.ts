import { inLanguage, type Texts } from './texts.ts';

type Rows = (language: string) => readonly Readonly<Record<string, unknown>>[];
type Named = { readonly id: string; readonly textId: string; readonly name: Texts };

export const PARTNER = '86e05affc7a7abefcd513ab4ff';

const named = (id: string, textId: string, cs: string, en: string): Named => ({
  id,
  textId,
  name: { cs, en },
});

export const CARD_TYPES: readonly (Named & { readonly prefix: string })[] = [
  {
    ...named('8ca1000000000000000000card', 'loyalty_card', 'Věrnostní karta', 'Loyalty card'),
    prefix: '1000',
  },
  { ...named('8ca2000000000000000000card', 'mobile_card', 'Karta v mobilu', 'Mobile card'), prefix: '2000' },
  { ...named('8ca3000000000000000000card', 'isic_card', 'ISIC', 'ISIC'), prefix: '3000' },
];

/** `GET /card-types`. */
export const cardTypeRows: Rows = (language) =>
  CARD_TYPES.map(({ id, textId, name, prefix }) => ({
    card_type_id: id,
    text_id: textId,
    name: inLanguage(name, language),
    prefix,
  }));

/** Shop, tills, mobile application, partner, import. Accounts come from the first three. */
export const SOURCES: readonly Named[] = [
  named('8fdce3475560d56e95a6ab035', 'eshop', 'E-shop', 'E-shop'),
  named('8bd481d1a7e02f33cb5f9c0d21', 'pos', 'Pokladny', 'Tills'),
  named('81c2d3e4f5a6b7c8d9e0f1a2b3', 'mobile_app', 'Mobilní aplikace', 'Mobile application'),
  named('81c2d3e4f5a6b7c8d9e0f1a2c4', 'partner', 'Partner', 'Partner'),
  named('81c2d3e4f5a6b7c8d9e0f1a2d5', 'import_2019', 'Import 2019', 'Import 2019'),
];

/** `GET /customer-sources`. */
export const customerSourceRows: Rows = (language) =>
  SOURCES.map(({ id, textId, name }) => ({
    customer_source_id: id,
    name: inLanguage(name, language),
    customer_source_text_id: textId,
    state: textId === 'import_2019' ? 2 : 1,
    last_change: '2023-02-01 10:00:00',
  }));

export const PURCHASE = named('8d01000000000000000000type', 'purchase', 'Nákup', 'Purchase');
export const RETURN = named('8d02000000000000000000type', 'return', 'Vrácení', 'Return');

/** `GET /purchase-types`. */
export const purchaseTypeRows: Rows = (language) =>
  [PURCHASE, RETURN].map(({ id, textId, name }) => ({
    type_id: id,
    name: inLanguage(name, language),
    text_id: textId,
  }));

export const POINT_TYPES: readonly Named[] = [
  named('8e01000000000000000000poin', 'purchase', 'Za nákup', 'For a purchase'),
  named('8e02000000000000000000poin', 'birthday', 'K narozeninám', 'For a birthday'),
  named('8e03000000000000000000poin', 'correction', 'Oprava', 'Correction'),
];

/** `GET /point-types`. */
export const pointTypeRows: Rows = (language) =>
  POINT_TYPES.map(({ id, name }) => ({
    point_type_id: id,
    name: inLanguage(name, language),
    last_change: '2021-05-05 05:05:05',
  }));

export const CREDIT_TYPES: readonly Named[] = [
  named('8f01000000000000000000cred', 'top_up', 'Dobití', 'Top-up'),
  named('8f02000000000000000000cred', 'compensation', 'Kompenzace', 'Compensation'),
];

/** `GET /credit-types`: its times have microseconds. */
export const creditTypeRows: Rows = (language) =>
  CREDIT_TYPES.map(({ id, name }) => ({
    credit_type_id: id,
    name: inLanguage(name, language),
    last_change: '2022-01-31 12:00:01.500000',
  }));

export const RELATION_TYPES: readonly Named[] = [
  named('8901000000000000000000rela', 'household', 'Domácnost', 'Household'),
  named('8902000000000000000000rela', 'recommended', 'Doporučení', 'Recommended by'),
];

/** `GET /customer-relation-types`. */
export const relationTypeRows: Rows = (language) =>
  RELATION_TYPES.map(({ id, name }) => ({
    customer_relation_type_id: id,
    name: inLanguage(name, language),
    last_change: '2020-10-10 10:10:10',
    state: 1,
  }));
