import { badUserInput, UpstreamError } from '../errors/gateway-error.ts';
import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import { type Page, readPage } from '../paging/page.ts';
import { toPageRequest } from '../paging/page-request.ts';
import { type Position, startOf } from '../paging/position.ts';
import { countCustomers } from './count-customers.ts';
import type { CustomerListPage, CustomerListRequest } from './customer-directory.ts';
import { explainList, type ListExplanation } from './explain-list.ts';
import { type ListContext, orReported } from './list-context.ts';
import { type CustomerLeg, toLegs } from './list-legs.ts';
import { type ListPlan, planList } from './list-plan.ts';
import type { ListedCustomer } from './listed-customer.ts';

/** The variant of a cursor whose walk could not yet tell which list is the shorter. */
const UNDECIDED = 255;

/** `Query.customers`: one page of the one list (DESIGN §4). */
export async function listCustomers(
  request: CustomerListRequest,
  context: ListContext,
  explain?: (explanation: ListExplanation) => void,
): Promise<CustomerListPage> {
  const paging = toPageRequest(request.page);
  const plan = planList(request.filter, context);
  const scope = { fingerprint: fingerprintOf(request, context) };
  const content = paging.cursor === null ? null : decodeCursor(scope, paging.cursor);
  const wayfinder = new Wayfinder(plan, request, context);
  const variant =
    content === null || content.variant === UNDECIDED ? await wayfinder.shortest() : content.variant;
  const legs = variant === UNDECIDED ? [] : wayfinder.legsOf(variant);
  explain?.(explainList(plan, variant, request, context));

  const from = content === null || content.variant === UNDECIDED ? null : content.position;
  if (from !== null && from.cuts.length !== legs.length) {
    throw badUserInput('Expected a cursor of this list, got one of another set-up. Start again without it.');
  }
  const page =
    variant === UNDECIDED
      ? UNDECIDED_PAGE
      : await readPage(legs, {
          direction: request.order.direction,
          heading: paging.heading,
          size: paging.size,
          from,
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

/** Nothing can be said before both lists' lengths are known: the same page is asked for again. */
const UNDECIDED_PAGE: Page<ListedCustomer> = {
  entries: [],
  hasNextPage: true,
  hasPreviousPage: false,
  resume: startOf(0),
  totals: [],
  exactCount: null,
  failures: new Map(),
  halted: null,
};

/** Finds which way a list is driven. */
class Wayfinder {
  readonly #plan: ListPlan;
  readonly #request: CustomerListRequest;
  readonly #context: ListContext;
  readonly #legs = new Map<number, readonly CustomerLeg[]>();

  constructor(plan: ListPlan, request: CustomerListRequest, context: ListContext) {
    this.#plan = plan;
    this.#request = request;
    this.#context = context;
  }

  legsOf(variant: number): readonly CustomerLeg[] {
    const lists = this.#plan.variants[variant];
    if (lists === undefined) {
      throw badUserInput(
        'Expected a cursor of this list, got one of another set-up. Start again without it.',
      );
    }
    const legs = this.#legs.get(variant) ?? toLegs({ context: this.#context, lists }, this.#request.order);
    this.#legs.set(variant, legs);
    return legs;
  }

  /** The variant with the fewest rows; the first of equals. UNDECIDED when a source does not say. */
  async shortest(): Promise<number> {
    const { variants } = this.#plan;
    if (variants.length === 1) return 0;
    const counts = await Promise.allSettled(variants.map((_, variant) => this.#rowsOf(variant)));
    if (counts.every((count) => count.status === 'rejected')) throw counts[0]?.reason;
    const totals: (number | null)[] = [];
    for (const count of counts) {
      totals.push(
        count.status === 'fulfilled'
          ? count.value
          : await orReported(this.#context, Promise.reject(count.reason)),
      );
    }
    if (totals.includes(null)) return UNDECIDED;
    const known = totals.map((total) => total ?? Number.POSITIVE_INFINITY);
    return known.indexOf(Math.min(...known));
  }

  async #rowsOf(variant: number): Promise<number> {
    const pages = await Promise.all(
      this.legsOf(variant).map((leg) => leg.read({ offset: 0, limit: leg.blockSize ?? 1 }, { fresh: false })),
    );
    return pages.reduce((sum, page) => sum + (page.total ?? Number.MAX_SAFE_INTEGER), 0);
  }
}

/** Everything that shapes the sequence. A cursor holds only a hash of it. */
function fingerprintOf({ filter, order }: CustomerListRequest, context: ListContext): string {
  const own = [...filter.own].sort(([a], [b]) => (a < b ? -1 : 1));
  const sources = context.sources.map(({ name }) => name);
  return JSON.stringify(['customers', { ...filter, own }, order, sources, context.identityKeys]);
}

interface PageContext {
  readonly request: CustomerListRequest;
  readonly context: ListContext;
  readonly plan: ListPlan;
  readonly encode: (position: Position) => string;
}

function toListPage(
  page: Page<ListedCustomer>,
  legs: readonly CustomerLeg[],
  { request, context, plan, encode }: PageContext,
): CustomerListPage {
  const edges = page.entries.map(({ node, position }) => ({
    node: node.customer,
    source: node.source,
    identity: node.customer.identity,
    // Encoded when asked for: a page of nodes needs two cursors, not a hundred.
    get cursor() {
      return encode(position);
    },
  }));
  const backward = toPageRequest(request.page).heading === 'DOWN';
  const resume = page.resume === null ? null : encode(page.resume);
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      get startCursor() {
        return (backward ? resume : null) ?? edges[0]?.cursor ?? resume;
      },
      get endCursor() {
        return (backward ? null : resume) ?? edges.at(-1)?.cursor ?? resume;
      },
    },
    totalCount: request.want.totalCount ? countCustomers(page, legs, context.sources) : null,
    sources: context.sources.map(({ name }) =>
      context.usage.report(name, page.halted === 'SCAN_LIMIT' && !plan.skipped.has(name)),
    ),
  };
}
