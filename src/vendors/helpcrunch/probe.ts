import type { SourceCall } from '../../customers/source-call.ts';
import type { TraitBook } from '../shared/trait-book.ts';
import type { CustomerRequests } from './customer-requests.ts';
import type { TraitName } from './traits.ts';
import type { ListOrder } from './wire/requests.ts';
import type { HelpCrunchSearch } from './wire/wire.ts';

const NEWEST: ListOrder = { field: 'FIRST_SEEN', direction: 'DESC' };
const PAGE = { offset: 0, limit: 100 };

/**
 * Learns how HelpCrunch behaves: a page (shapes, its size), one email in other letter case, and how many conditions a search
 * may carry.
 */
export async function probeHelpCrunch(
  { requests, traits }: { readonly requests: CustomerRequests; readonly traits: TraitBook<TraitName> },
  call: SourceCall,
): Promise<void> {
  const { records } = await requests.page(null, NEWEST, PAGE, call);
  const known = records.find(({ own }) => /^[!-~]*[a-z][!-~]*@[!-~]+$/i.test(own.email ?? ''));
  if (known?.own.email != null) {
    const search = byEmail(swapCase(known.own.email));
    const { records: found } = await requests.page(search, NEWEST, PAGE, call);
    const isFound = found.some(({ id }) => id === known.id);
    traits.learn('search.equals.case', isFound ? 'INSENSITIVE' : 'SENSITIVE');
  }
  await requests.proveWhole(call);
}

function byEmail(value: string): HelpCrunchSearch {
  return { comparison: 'AND', conditions: [{ field: 'customers.email', operator: '=', value }] };
}

function swapCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}
