import type { Personality, Reading } from './personality.ts';

/** About one row in `of`, always the same ones. */
const isOneIn = (of: number, id: string | number): boolean =>
  [...String(id)].reduce((sum, character) => sum + character.charCodeAt(0), 0) % of === 0;

const hidesDeleted = (name: string, from: readonly Reading[], description: string): Personality => ({
  name,
  description,
  careCloud: { shows: ({ state }, reading) => state !== 0 || !from.includes(reading) },
});

export const listHidesDeleted = (): Personality =>
  hidesDeleted(
    'list-hides-deleted',
    ['LIST'],
    'CareCloud omits deleted accounts from its plain list; searches and ids find them.',
  );

export const searchHidesDeleted = (): Personality =>
  hidesDeleted(
    'search-hides-deleted',
    ['SEARCH'],
    'CareCloud omits deleted accounts if there are criteria; the plain list shows them.',
  );

export const lookUpsHideDeleted = (): Personality =>
  hidesDeleted(
    'look-ups-hide-deleted',
    ['SEARCH', 'ONE'],
    'CareCloud omits deleted accounts if there are criteria, and does not find them by id; the plain list shows them.',
  );

export const careCloudSearchLags = (of = 5): Personality => ({
  name: 'carecloud-search-lags',
  description: `About one account in ${of} is not in CareCloud's search index yet; the plain list shows it.`,
  careCloud: {
    shows: ({ customer_id: id }, reading) => reading !== 'SEARCH' || !isOneIn(of, id),
  },
});

export const helpCrunchSearchLags = (of = 5): Personality => ({
  name: 'helpcrunch-search-lags',
  description: `About one profile in ${of} is not in HelpCrunch's search index yet; the plain list shows it.`,
  helpCrunch: { shows: ({ id }, reading) => reading !== 'SEARCH' || !isOneIn(of, id) },
});

export const careCloudListLags = (of = 5): Personality => ({
  name: 'carecloud-list-lags',
  description: `About one account in ${of} is not in CareCloud's plain list yet; searches and ids find it.`,
  careCloud: { shows: ({ customer_id: id }, reading) => reading !== 'LIST' || !isOneIn(of, id) },
});

export const helpCrunchListLags = (of = 5): Personality => ({
  name: 'helpcrunch-list-lags',
  description: `About one profile in ${of} is not in HelpCrunch's plain list yet; searches and ids find it.`,
  helpCrunch: { shows: ({ id }, reading) => reading !== 'LIST' || !isOneIn(of, id) },
});
