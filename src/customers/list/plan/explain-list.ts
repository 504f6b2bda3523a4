import { titleOf } from '../../../errors/source-title.ts';
import type { CustomerListRequest } from '../../customer-directory.ts';
import type { PlannedCriterion } from '../../customer-source.ts';
import type { SourceName } from '../../model/source-record.ts';
import type { ListContext } from '../list-context.ts';
import type { CustomerChecks, ListPlan } from './list-plan.ts';

/** A readable description of a plan: names of criteria and parameters, never their values. */
export interface ListExplanation {
  readonly field: 'customers';
  readonly order: string;
  /** The source whose list drives, if criteria of several sources must hold; null otherwise. */
  readonly drivenBy: SourceName | null;
  readonly legs: readonly {
    readonly source: SourceName;
    readonly orderedBy: string;
    /** The vendor queries of this list. */
    readonly queries: number;
    readonly criteria: readonly PlannedCriterion[];
    /** What look-ups at other sources find out about each page's people; each continues "who …". */
    readonly lookUps: readonly string[];
  }[];
  readonly skipped: readonly { readonly source: SourceName; readonly reason: string }[];
}

export function explainList(
  plan: ListPlan,
  variant: number,
  { order }: CustomerListRequest,
  context: ListContext,
): ListExplanation {
  const lists = plan.variants[variant] ?? [];
  const isDriven = plan.variants.length > 1;
  const passive = isDriven ? plan.variants.flat().filter((list) => !lists.includes(list)) : [];
  return {
    field: 'customers',
    order: `${order.field} ${order.direction}`,
    drivenBy: isDriven ? (lists[0]?.source.name ?? null) : null,
    legs: lists.map(({ source, pushDown, checks }) => ({
      source: source.name,
      orderedBy: source.abilities.unifiedOrders[order.field],
      queries: pushDown.filters.length,
      criteria: pushDown.criteria,
      lookUps: [...describeChecks(checks), ...(source.role === 'PROFILES' ? claimsCheck(context) : [])],
    })),
    skipped: [
      ...[...plan.skipped].map(([source, reason]) => ({ source, reason })),
      ...passive.map(({ source }) => ({
        source: source.name,
        reason: 'the other list is shorter, and look-ups check the rest',
      })),
    ],
  };
}

/** Each continues "who …". */
function describeChecks(checks: CustomerChecks): readonly string[] {
  return [
    ...Object.keys(checks.shared ?? {}).map((name) => `matches ${name} in any of their records`),
    ...(checks.lastSeenAt === undefined ? [] : ['matches lastSeenAt in any of their profiles']),
    ...(checks.updatedAt === undefined ? [] : ['matches updatedAt']),
    ...[...checks.own.keys()].map((name) => `matches the criteria of ${titleOf(name)}`),
    ...checks.inSources.map((name) => `is known to ${titleOf(name)}`),
    ...checks.notInSources.map((name) => `is not known to ${titleOf(name)}`),
  ];
}

function claimsCheck({ sources, identityKeys }: ListContext): readonly string[] {
  return sources
    .filter(({ role }) => role === 'ACCOUNTS')
    .map(({ name }) => `has an account at ${titleOf(name)} (by ${identityKeys.join(', ')})`);
}
