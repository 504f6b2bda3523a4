import type { Page } from '../../paging/page.ts';
import { toPageRequest } from '../../paging/page-request.ts';
import type { Position } from '../../paging/position.ts';
import type { CustomerListEdge, CustomerListPage, CustomerListRequest } from '../customer-directory.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import { countCustomers } from './count-customers.ts';
import type { ListContext } from './list-context.ts';
import { ListEdge, ListPageInfo } from './page-info.ts';
import type { CustomerLeg } from './plan/list-legs.ts';
import type { ListPlan } from './plan/list-plan.ts';

interface PageContext {
  readonly request: CustomerListRequest;
  readonly context: ListContext;
  readonly plan: ListPlan;
  readonly encode: (position: Position) => string;
}

/** Converts the engine's page to the directory's. */
export function toListPage(
  read: Page<ListedCustomer>,
  legs: readonly CustomerLeg[],
  { request, context, plan, encode }: PageContext,
): CustomerListPage {
  const page = read.entries.some(({ node }) => node.customer.identity === 'UNRESOLVED')
    ? withoutCount(read)
    : read;
  for (const [index, { list }] of legs.entries()) {
    for (const warning of page.warnings.get(index) ?? []) {
      context.usage.warned(list.source.name, warning);
      list.source.noticed?.(warning);
    }
  }
  const edges = page.entries.map((entry) => new CustomerEdge(entry, encode));
  return {
    edges,
    pageInfo: new ListPageInfo(page, toPageRequest(request.page).heading, edges, encode),
    totalCount: request.want.totalCount ? countCustomers(page, legs, context) : null,
    sources: context.sources.map(({ name }) =>
      context.usage.report(name, page.halted === 'SCAN_LIMIT' && !plan.skipped.has(name)),
    ),
  };
}

class CustomerEdge extends ListEdge<ListedCustomer> implements CustomerListEdge {
  get node() {
    return this.listed.customer;
  }

  get source() {
    return this.listed.source;
  }

  get identity() {
    return this.node.identity;
  }
}

/**
 * People with unresolved identity may be listed again at their account, so from here on rows seen do not count people.
 */
function withoutCount(page: Page<ListedCustomer>): Page<ListedCustomer> {
  return {
    ...page,
    entries: page.entries.map((entry) => entry.uncounted()),
    resume: page.resume && { ...page.resume, seen: null },
    exactCount: null,
  };
}
