import { badUserInput, UpstreamError } from '../../errors/gateway-error.ts';
import { type CursorContent, decodeCursor, encodeCursor } from '../../paging/cursor/cursor.ts';
import { type Page, readPage } from '../../paging/page.ts';
import { type PageRequest, toPageRequest } from '../../paging/page-request.ts';
import { endOf, type Position, startOf } from '../../paging/position.ts';
import type { CustomerListPage, CustomerListRequest } from '../customer-directory.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { ListContext } from './list-context.ts';
import { fingerprintOf } from './list-fingerprint.ts';
import { toListPage } from './list-page.ts';
import { DrivingListChooser, UNDECIDED } from './plan/driving-list.ts';
import { explainList, type ListExplanation } from './plan/explain-list.ts';
import type { CustomerLeg } from './plan/list-legs.ts';
import { planList } from './plan/list-plan.ts';

/** A request whose filter was resolved, and the filter as it was given: a cursor belongs to that. */
export interface ResolvedListRequest extends CustomerListRequest {
  readonly given: CustomerListRequest['filter'];
}

/** `Query.customers`: one page of the one list. */
export async function listCustomers(
  request: ResolvedListRequest,
  context: ListContext,
  explain?: (explanation: ListExplanation) => void,
): Promise<CustomerListPage> {
  const paging = toPageRequest(request.page);
  const plan = planList(request.filter, context);
  const scope = { fingerprint: fingerprintOf({ ...request, filter: request.given }, plan, context) };
  const content = paging.cursor === null ? null : decodeCursor(scope, paging.cursor);
  const chooser = new DrivingListChooser(plan, request, context);
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
  return toListPage(page, legs, {
    request,
    context,
    plan,
    encode: (position) => encodeCursor(scope, { variant, position }),
  });
}

/** Which way the list is driven: as the cursor says, else by the shorter list; undecided while nothing is asked. */
async function variantOf(
  content: CursorContent | null,
  chooser: DrivingListChooser,
  isNothingAsked: boolean,
): Promise<number> {
  if (content !== null && content.variant !== UNDECIDED) return content.variant;
  return isNothingAsked ? chooser.undecided : chooser.shortest();
}

/** Where a cursor points in these legs; null is where the page's direction begins. */
function placeOf(
  { variant, position }: CursorContent,
  legs: readonly CustomerLeg[],
  { heading }: PageRequest,
): Position | null {
  if (variant === UNDECIDED) {
    // Nothing was walked yet: such a cursor stands at the start, or at the end when the page was read backward.
    const isAtEnd = position.seen === null;
    if (isAtEnd === (heading === 'BACKWARD')) return null;
    return isAtEnd ? endOf(legs.length) : startOf(legs.length);
  }
  if (position.cuts.length !== legs.length) {
    throw badUserInput(
      'Expected a cursor of this list, got one issued under other settings. Start again without it.',
    );
  }
  return position;
}

/** An empty page without a fact asked for: even how long the lists are is nobody's question. */
function asksNothing({ size }: PageRequest, { want }: CustomerListRequest): boolean {
  return size === 0 && !want.hasNextPage && !want.hasPreviousPage && !want.totalCount;
}

/** Nothing can be said before both lists' lengths are known: the same page is asked for again. */
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
