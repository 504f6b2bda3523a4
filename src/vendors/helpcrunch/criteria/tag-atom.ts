import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import { type Atom, CERTAINTY, type Certainty } from './atom.ts';
import { compareTexts, isEqual } from './text-atom.ts';

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
  return customer.tags.reduce<Certainty>((most, tag) => {
    const certainty = compareTexts(tag.name, name, isEqual, foldText);
    return certainty > most ? certainty : most;
  }, CERTAINTY.NO);
}
