import { UpstreamError } from '../../errors/gateway-error.ts';
import type { RowPage, RowRange } from '../../paging/leg.ts';
import { emailSpellings, foldEmail } from '../model/email.ts';
import { normalEmail } from '../model/identity-keys.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { ListContext } from './list-context.ts';
import type { PlannedList } from './list-plan.ts';

type Read = (range: RowRange, how: { readonly fresh: boolean }) => Promise<RowPage<SourceRecord>>;

/**
 * Reads of a list that is nothing but a search by emails: once it is in hand as a whole, its source needs not be asked
 * again who has one of these emails.
 */
export function learningReads(read: Read, list: PlannedList, context: ListContext): Read {
  const emails = emailsAskedFor(list);
  const lookup = context.lookups.get(list.source.name);
  if (emails.length === 0 || lookup === undefined) return read;
  return async (range, how) => {
    const page = await read(range, how);
    if (range.offset === 0 && page.total === page.rows.length) {
      for (const value of emails) {
        const email = normalEmail(value);
        lookup.prime(
          { kind: 'email', value },
          email === undefined ? [] : page.rows.filter(({ keys }) => keys.email === email),
        );
      }
    }
    return page;
  };
}

/** Reads whose failures the field knows of at once, so that it does not wait for the same source again. */
export function reportingReads(read: Read, { usage }: ListContext): Read {
  return async (range, how) => {
    try {
      return await read(range, how);
    } catch (error) {
      if (error instanceof UpstreamError) usage.failed(error);
      throw error;
    }
  };
}

/** The spellings a list asks for, when it asks for one query's worth of emails and nothing else. */
function emailsAskedFor({ demand, pushDown }: PlannedList): readonly string[] {
  const { email, emails, ...others } = demand.shared;
  const isAll = demand.own === null && Object.keys(others).length === 0 && pushDown.filters.length === 1;
  if (!isAll) return [];
  const asked = emails ?? (email === undefined ? [] : [email]);
  const both = asked.filter((each) => email === undefined || foldEmail(each) === foldEmail(email));
  return [...new Set(both.flatMap(emailSpellings))];
}
