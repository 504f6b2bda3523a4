import type { CustomerListRequest } from '../customer-directory.ts';
import type { SharedCriteria } from '../model/customer-filter.ts';
import { foldEmail } from '../model/email.ts';
import type { ListContext } from './list-context.ts';
import type { ListPlan } from './plan/list-plan.ts';

/**
 * Everything that defines the sequence of customers: a cursor belongs to one fingerprint and holds only a hash of it.
 */
export function fingerprintOf(
  { filter, order }: CustomerListRequest,
  plan: ListPlan,
  { sources, identityKeys }: Pick<ListContext, 'sources' | 'identityKeys'>,
): string {
  const own = [...filter.own].sort(([a], [b]) => (a < b ? -1 : 1));
  // How a long list of emails is split into queries depends on their spelling, so in that case the spelling counts.
  const isSplit = plan.variants.flat().some(({ pushDown }) => pushDown.filters.length > 1);
  const shared = isSplit ? filter.shared : withFoldedEmails(filter.shared);
  const names = sources.map(({ name }) => name);
  return JSON.stringify(['customers', { ...filter, shared, own }, order, names, identityKeys]);
}

/** Equal emails are one filter, in any spelling and order. */
function withFoldedEmails({ email, emails, ...others }: SharedCriteria): SharedCriteria {
  return {
    ...others,
    ...(email !== undefined && { email: foldEmail(email) }),
    ...(emails !== undefined && { emails: [...new Set(emails.map(foldEmail))].sort() }),
  };
}
