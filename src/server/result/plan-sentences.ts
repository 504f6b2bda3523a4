import type { FacetCost } from '../../customers/facets/facet-cost.ts';
import type { ListExplanation } from '../../customers/list/plan/explain-list.ts';

type Criterion = ListExplanation['legs'][number]['criteria'][number];

/** A list's plan in sentences for people who write queries: names of criteria, never their values. Pure. */
export function planSentences(plan: ListExplanation): readonly string[] {
  const { legs, skipped, drivenBy } = plan;
  return [
    ...(legs.length === 0 ? ['No list was read, because nobody can match.'] : []),
    ...legs.flatMap((leg) => [
      `${drivenBy === leg.source ? 'The shorter list was chosen: people are' : 'People are'} listed at ${leg.source}, by ${leg.orderedBy}.`,
      ...handled(leg.criteria, 'PUSHED_DOWN', `${leg.source} itself filters by`),
      ...handled(
        leg.criteria,
        'PUSHED_DOWN_AND_RECHECKED',
        `${leg.source} filters, and the gateway checks again, by`,
      ),
      ...handled(
        leg.criteria,
        'RESIDUAL',
        `${leg.source} cannot filter, so the gateway checks row by row, by`,
      ),
      ...(leg.queries > 1 ? [`That takes ${leg.queries} queries in parallel.`] : []),
      ...leg.lookUps.map((lookUp) => `One look-up for each page finds out who is ${lookUp}.`),
    ]),
    ...skipped.map(({ source, reason }) => `${source}'s list was not read: ${reason}.`),
  ];
}

/** The maximum cost of facets at one source. */
export function facetSentence({ title, requests, facets }: FacetCost): string {
  const each = facets.map(({ facet, requests: own }) => `${facet} ${own}`).join(', ');
  return `Facets take up to ${requests} requests to ${title}: ${each}.`;
}

function handled(
  criteria: readonly Criterion[],
  handling: Criterion['handling'],
  what: string,
): readonly string[] {
  const names = criteria.filter((each) => each.handling === handling).map(({ criterion }) => criterion);
  return names.length === 0 ? [] : [`${what} ${names.join(', ')}.`];
}
