import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import { type Atom, CERTAINTY, type Certainty } from './atom.ts';

const SHARE_OF_TAG = 0.1;

/** A record must have all these tags: one condition (search page: several names in one value are ANDed). Not empty. */
export function tagsAtom(names: readonly string[]): Atom {
  const wanted = [...new Set(names)];
  return {
    condition: { field: 'customers.tagsData', operator: '=', value: wanted.map((name) => ({ name })) },
    exact: false,
    share: SHARE_OF_TAG ** wanted.length,
    certainty: (customer) =>
      wanted.reduce<Certainty>((least, name) => {
        const certainty = tagCertainty(customer, name);
        return certainty < least ? certainty : least;
      }, CERTAINTY.SURE),
  };
}

function tagCertainty(customer: HelpCrunchCustomer, name: string): Certainty {
  if (customer.tags.some((tag) => tag.name === name)) return CERTAINTY.SURE;
  const folded = foldText(name);
  return customer.tags.some((tag) => foldText(tag.name) === folded) ? CERTAINTY.FOLDED : CERTAINTY.NO;
}
