import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Leg, RowRange } from '../../paging/leg.ts';
import { readExactReverse } from '../../paging/reading/exact-reverse.ts';
import { isEndAgreed, remember } from '../../paging/reading/list-end.ts';
import type { CustomerSource, SourceQuery } from '../customer-source.ts';
import { emailSpellings, foldEmail } from '../model/email.ts';
import { normalEmail } from '../model/identity-keys.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { ListContext } from './list-context.ts';
import type { PlannedList } from './plan/list-plan.ts';
import { reversalOf } from './reversals.ts';
import { totalDoubtOf } from './total-doubts.ts';

type Read = Leg<SourceRecord, unknown>['read'];

/** Reads a leg of a list in the order's direction: a descending list as the exact reverse of the ascending one. */
export function readsOf(
  { list, filter }: { readonly list: PlannedList; readonly filter: unknown },
  order: SourceQuery['order'],
  rows: Pick<Leg<SourceRecord, unknown>, 'keyOf' | 'identityOf'>,
  context: ListContext,
): Read {
  const { source } = list;
  const ordered = (direction: 'ASC' | 'DESC'): Read => {
    const read = readOnce(source, { filter, order: { ...order, direction } }, context.call);
    const priming = withPriming(withSeen(read, source, context), list, context);
    return withReport(priming, context);
  };
  if (order.direction === 'ASC') return ordered('ASC');
  return readExactReverse({
    descending: ordered('DESC'),
    ascending: ordered('ASC'),
    leg: { ...rows, largestRead: source.abilities.largestPage },
    reversal: reversalOf(source, order.field),
    isTotalDoubted() {
      const { tooHigh, tooLow } = totalDoubtOf(source);
      return tooHigh > 0 || tooLow > 0;
    },
    onWrongTotal(how) {
      remember(totalDoubtOf(source), how);
      context.usage.warned(source.name, 'INCOMPLETE_TOTAL');
      source.noticed?.('INCOMPLETE_TOTAL');
    },
  });
}

/** Makes listed records available to the look-ups of the whole operation. */
export function withSeen(
  read: Read,
  { name }: CustomerSource,
  { lookups }: Pick<ListContext, 'lookups'>,
): Read {
  return async (range, how) => {
    const page = await read(range, how);
    lookups.get(name)?.saw(page.rows);
    return page;
  };
}

/** Reads for one field: the same range is requested once, unless it must be fresh. */
export function readOnce(source: CustomerSource, query: SourceQuery, call: SourceCall): Read {
  const cached = new Map<string, ReturnType<Read>>();
  const read = async (range: RowRange, own: SourceCall) => {
    const { records, ...page } = await source.list(query, range, own);
    return { rows: records, ...page };
  };
  return (range, { fresh }) => {
    if (fresh) return read(range, { ...call, bypassCache: true });
    const key = `${range.offset}:${range.limit}`;
    const known = cached.get(key) ?? read(range, call);
    cached.set(key, known);
    return known;
  };
}

/** A list by emails alone, once fully in hand, replaces the look-ups of those emails. */
function withPriming(read: Read, list: PlannedList, context: ListContext): Read {
  const emails = emailsAskedFor(list);
  const lookup = context.lookups.get(list.source.name);
  if (emails.length === 0 || lookup === undefined) return read;
  return async (range, how) => {
    const page = await read(range, how);
    if (range.offset === 0 && isEndAgreed(range, page)) {
      for (const value of emails) {
        const email = normalEmail(value);
        const found = email === undefined ? [] : page.rows.filter(({ keys }) => keys.email === email);
        lookup.prime({ kind: 'email', value }, found);
      }
    }
    return page;
  };
}

/** Reports failures to the field at once, so that it does not wait for the same source again. */
function withReport(read: Read, { usage }: ListContext): Read {
  return async (range, how) => {
    try {
      return await read(range, how);
    } catch (error) {
      if (error instanceof UpstreamError) usage.failed(error);
      throw error;
    }
  };
}

/** The spellings that a list searches for, if it is a single query by emails and nothing else. */
function emailsAskedFor({ demand, pushDown }: PlannedList): readonly string[] {
  const { shared, own, ...moments } = demand;
  const { email, emails, ...others } = shared;
  const isPlain = own === null && Object.keys(moments).length === 0;
  const isAll = isPlain && Object.keys(others).length === 0 && pushDown.filters.length === 1;
  if (!isAll) return [];
  const asked = emails ?? (email === undefined ? [] : [email]);
  const both = asked.filter((each) => email === undefined || foldEmail(each) === foldEmail(email));
  return [...new Set(both.flatMap(emailSpellings))];
}
