import type {
  HelpCrunchCustomer,
  HelpCrunchTagFilter,
} from '../../../customers/model/help-crunch-customer.ts';
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

/**
 * The same demand without tags that nobody who satisfies it has: `anyOf` without the unwanted ones, and an empty one if
 * a required tag is unwanted, too, so that nobody is asked.
 */
export function possibleTags(filter: HelpCrunchTagFilter | undefined): HelpCrunchTagFilter | undefined {
  const unwanted = new Set(filter?.noneOf?.map(foldText));
  if (filter === undefined || unwanted.size === 0) return filter;
  if (filter.allOf?.some((name) => unwanted.has(foldText(name)))) return { ...filter, anyOf: [] };
  const anyOf = filter.anyOf?.filter((name) => !unwanted.has(foldText(name)));
  return anyOf === undefined ? filter : { ...filter, anyOf };
}

function tagCertainty(customer: HelpCrunchCustomer, name: string): Certainty {
  return customer.tags.reduce<Certainty>((most, tag) => {
    const certainty = compareTexts(tag.name, name, isEqual, foldText);
    return certainty > most ? certainty : most;
  }, CERTAINTY.NO);
}
