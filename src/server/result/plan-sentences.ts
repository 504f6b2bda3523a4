import type { FacetCost } from '../../customers/facets/facet-cost.ts';
import type { ListExplanation } from '../../customers/list/plan/explain-list.ts';
import { titleOf } from '../../errors/source-title.ts';

type Leg = ListExplanation['legs'][number];
type Criterion = Leg['criteria'][number];

/** A list's plan in sentences for people who write queries: names of criteria, never their values. Pure. */
export function planSentences(plan: ListExplanation): readonly string[] {
  if (plan.legs.length === 0)
    return ['No list was read, because no customer can match.', ...skippedLists(plan)];
  return [...plan.legs.flatMap((leg) => legSentences(leg, plan)), ...skippedLists(plan)];
}

function legSentences(leg: Leg, plan: ListExplanation): readonly string[] {
  const title = titleOf(leg.source);
  return [
    `Listed at ${title}${reasonFor(leg, plan)}, in the order of ${leg.orderedBy}.`,
    ...handled(leg, 'PUSHED_DOWN', `${title} filters by`),
    ...handled(leg, 'PUSHED_DOWN_AND_RECHECKED', `${title} filters, and the gateway checks again, by`),
    ...handled(leg, 'RESIDUAL', `${title} cannot filter, so the gateway checks each row, by`),
    ...(leg.queries > 1 ? [`That takes ${leg.queries} queries in parallel.`] : []),
    ...leg.lookUps.map((lookUp) => `One look-up for each page finds out who ${lookUp}.`),
  ];
}

/** Why this source's list was chosen, if there was a choice. A source's own criteria are known only to it. */
function reasonFor(leg: Leg, { legs, drivenBy }: ListExplanation): string {
  if (drivenBy === leg.source) return ' because its list is the shorter one';
  const own = leg.criteria.map(({ criterion }) => criterion).filter(isOwnCriterion);
  if (legs.length > 1 || own.length === 0) return '';
  return ` because only ${titleOf(leg.source)} knows ${own.join(', ')}`;
}

/** Whether a criterion is one source's own, by its path in the filter, e.g. `helpCrunch.tags`. */
function isOwnCriterion(criterion: string): boolean {
  return criterion.includes('.');
}

function skippedLists({ skipped }: ListExplanation): readonly string[] {
  return skipped.map(({ source, reason }) => `${titleOf(source)}’s list was not read: ${reason}.`);
}

/** The maximum cost of facets at one source. */
export function facetSentence({ title, requests, facets }: FacetCost): string {
  const each = facets.map(({ facet, requests: own }) => `${facet} ${own}`).join(', ');
  return `Facets take up to ${requests} requests to ${title}: ${each}.`;
}

function handled({ criteria }: Leg, handling: Criterion['handling'], what: string): readonly string[] {
  const names = criteria.filter((each) => each.handling === handling).map(({ criterion }) => criterion);
  return names.length === 0 ? [] : [`${what} ${names.join(', ')}.`];
}
