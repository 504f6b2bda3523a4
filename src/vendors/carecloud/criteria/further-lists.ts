import type { Person } from '../../../customers/model/source-record.ts';
import type { FoundByOthers } from '../../../customers/search/found-records.ts';
import type { SearchText } from '../../../customers/search/read-search-text.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { knownCompoundName, otherSplit } from './compound-name.ts';
import { otherwiseJoined } from './joined-names.ts';
import { asSpelled } from './spelled-names.ts';

/**
 * The lists that find a name as it may be written otherwise than typed, the most probable first, once the usual lists
 * are read. Pure.
 * @param own The people in the usual lists.
 * @param hasRoom Whether the usual lists were fewer than a text may take: the words are only then divided by a guess.
 */
export function furtherLists(
  text: Pick<SearchText, 'typedWords' | 'readings'>,
  own: readonly Person[],
  { others, hasRoom }: { readonly others: FoundByOthers; readonly hasRoom: boolean },
): readonly CustomersFilter[] {
  const { typedWords } = text;
  const spelled = asSpelled(text, own, others.people);
  if (own.length > 0) return spelled;
  const known = knownCompoundName(typedWords, others.people);
  const asOthers = [known, ...spelled].filter((filter) => filter !== null);
  if (asOthers.length > 0) return asOthers;
  const joined = otherwiseJoined(typedWords, others.isAnyone);
  if (joined !== null) return [joined];
  const split = otherSplit(typedWords, others);
  return split !== null && (hasRoom || isFirstName(split)) ? [split] : [];
}

/** As other people's names show: this is no guess. */
function isFirstName({ first_name: first, last_name: last }: CustomersFilter): boolean {
  return first !== undefined && last === undefined;
}
