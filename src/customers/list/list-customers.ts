import { isDeepStrictEqual } from 'node:util';
import { badUserInput, GatewayError, UpstreamError } from '../../errors/gateway-error.ts';
import {
  type CursorContent,
  type CursorScope,
  decodeCursor,
  encodeCursor,
} from '../../paging/cursor/cursor.ts';
import { type Page, readPage } from '../../paging/page.ts';
import { type PageRequest, toPageRequest } from '../../paging/page-request.ts';
import { endOf, type Position, startOf } from '../../paging/position.ts';
import type { CustomerListPage, CustomerListRequest } from '../customer-directory.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { ListContext } from './list-context.ts';
import { fingerprintOf } from './list-fingerprint.ts';
import { toListPage } from './list-page.ts';
import { sourcesOmitting } from './omitted-people.ts';
import { DrivingListChooser, UNDECIDED } from './plan/driving-list.ts';
import { explainList, type ListExplanation } from './plan/explain-list.ts';
import type { CustomerLeg } from './plan/list-legs.ts';
import { type ListPlan, type PlannedList, planList } from './plan/list-plan.ts';

/** A request with a resolved filter, and the original filter, which cursors belong to. */
export interface ResolvedListRequest extends CustomerListRequest {
  readonly given: CustomerListRequest['filter'];
}

/** `Query.customers`: one page of the unified list. */
export async function listCustomers(
  request: ResolvedListRequest,
  context: ListContext,
  explain?: (explanation: ListExplanation) => void,
): Promise<CustomerListPage> {
  const paging = toPageRequest(request.page);
  const { plan, scope, content, chooser, isAsAssumed } = openWalk(request, paging, context);
  const variant = await variantOf(content, chooser, asksNothing(paging, request));
  const legs = chooser.legsOf(variant);
  explain?.(explainList(plan, variant, request, context));

  const page =
    variant === UNDECIDED
      ? undecidedPage(paging)
      : await readPage(legs, {
          direction: request.order.direction,
          heading: paging.heading,
          size: paging.size,
          from: content === null ? null : placeOf(content, legs, paging),
          want: request.want,
        });
  for (const error of page.failures.values()) {
    if (!(error instanceof UpstreamError)) throw error;
    context.usage.failed(error);
  }
  const { refusal } = context.usage;
  // The next page would be this one again: a walk must end.
  const isSame = content !== null && (variant === UNDECIDED || isStuck(page, content.position));
  if (refusal !== null && isSame) throw refusal;
  const tooFew = isSame && page.halted === 'SCAN_LIMIT' ? allowanceTooSmall(context) : null;
  if (tooFew !== null) throw tooFew;
  for (const source of sourcesOmitting(plan.variants[variant] ?? [])) {
    if (context.usage.hasUsed(source)) context.usage.warned(source, 'INCOMPLETE_LIST');
  }
  if (isAsAssumed) warnOfAssumptions(plan.variants[variant] ?? [], context);
  return toListPage(page, legs, {
    request,
    context,
    plan,
    encode: (position) => encodeCursor(scope, { variant, position }),
  });
}

interface OpenedWalk {
  readonly plan: ListPlan;
  readonly scope: CursorScope;
  readonly content: CursorContent | null;
  readonly chooser: DrivingListChooser;
  /** Whether it goes on as it was planned before something was learned. */
  readonly isAsAssumed: boolean;
}

/** The plan that the cursor belongs to: the present one, else the one before undocumented behaviour was learned. */
function openWalk(request: ResolvedListRequest, paging: PageRequest, context: ListContext): OpenedWalk {
  try {
    return planWalk(request, paging, context, false);
  } catch (error) {
    if (paging.cursor === null || !(error instanceof GatewayError)) throw error;
    try {
      return planWalk(request, paging, context, true);
    } catch {
      throw error;
    }
  }
}

function planWalk(
  request: ResolvedListRequest,
  { cursor }: PageRequest,
  context: ListContext,
  isAsAssumed: boolean,
): OpenedWalk {
  const plan = planList(request.filter, isAsAssumed ? { ...context, isAsAssumed } : context);
  const scope = { fingerprint: fingerprintOf({ ...request, filter: request.given }, plan, context) };
  const content = cursor === null ? null : decodeCursor(scope, cursor);
  const chooser = new DrivingListChooser(plan, request, context);
  if (content !== null && content.variant !== UNDECIDED) {
    const { length } = chooser.legsOf(content.variant);
    if (content.position.cuts.length !== length) throw ofOtherSettings();
  }
  return { plan, scope, content, chooser, isAsAssumed };
}

/** The lists may lack what has been learned since to be searched for in another way. */
function warnOfAssumptions(lists: readonly PlannedList[], { usage }: ListContext): void {
  for (const { source, demand, pushDown } of lists) {
    const isOutdated = !isDeepStrictEqual(source.plan(demand).filters, pushDown.filters);
    if (isOutdated && usage.hasUsed(source.name)) usage.warned(source.name, 'INCOMPLETE_SEARCH');
  }
}

/**
 * The variant of the plan: that of the cursor, else the one with the shorter list; undecided if no request is needed.
 */
async function variantOf(
  content: CursorContent | null,
  chooser: DrivingListChooser,
  isNothingAsked: boolean,
): Promise<number> {
  if (content !== null && content.variant !== UNDECIDED) return content.variant;
  return isNothingAsked ? chooser.undecided : chooser.shortest();
}

/** A cursor's position in these legs; null is the start in the page's direction. */
function placeOf(
  { variant, position }: CursorContent,
  legs: readonly CustomerLeg[],
  { heading }: PageRequest,
): Position | null {
  if (variant === UNDECIDED) {
    // Nothing was walked yet: such a cursor is at the start, or at the end if the page was read backward.
    const isAtEnd = position.seen === null;
    if (isAtEnd === (heading === 'BACKWARD')) return null;
    return isAtEnd ? endOf(legs.length) : startOf(legs.length);
  }
  return position;
}

function ofOtherSettings() {
  return badUserInput(
    'Expected a cursor of this list, got one issued under other settings. Start again without it.',
  );
}

/**
 * The error for a decision that takes more requests than one operation may send; null if other fields of the operation
 * used some of them, so that another operation gets further.
 */
function allowanceTooSmall({ sources, usage, call: { allowance } }: ListContext): GatewayError | null {
  const spent = sources.find(
    ({ name }) =>
      allowance?.most !== undefined &&
      allowance.left(name) < 1 &&
      usage.requestsTo(name) >= allowance.most(name),
  );
  return spent === undefined || allowance === undefined ? null : allowance.toError(spent.name);
}

/** Whether a page has nobody because it could not get past its start. */
function isStuck({ entries, halted, failures, resume }: Page<ListedCustomer>, from: Position): boolean {
  const isCutOff = halted !== null || failures.size > 0;
  if (entries.length > 0 || !isCutOff || resume === null) return false;
  const offsetsOf = ({ cuts }: Position) => cuts.map(({ offset }) => offset);
  return isDeepStrictEqual(offsetsOf(from), offsetsOf(resume));
}

/** An empty page without any wanted fact: not even the lengths of the lists are needed. */
function asksNothing({ size }: PageRequest, { want }: CustomerListRequest): boolean {
  return size === 0 && !want.hasNextPage && !want.hasPreviousPage && !want.totalCount;
}

/** Both lists' lengths are unknown, so the client must request the same page again. */
function undecidedPage({ heading }: PageRequest): Page<ListedCustomer> {
  return {
    entries: [],
    hasNextPage: heading === 'FORWARD',
    hasPreviousPage: heading === 'BACKWARD',
    resume: heading === 'FORWARD' ? startOf(0) : endOf(0),
    totals: [],
    exactCount: null,
    warnings: new Map(),
    failures: new Map(),
    halted: null,
  };
}
