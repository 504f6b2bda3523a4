import { expect, it } from 'vitest';
import { forCustomers } from '../../../../src/vendors/carecloud/facets/batches/batch.ts';
import { below, plain } from '../../../../src/vendors/carecloud/facets/facet.ts';
import { customerTag, facetTag, tagsOfFacet } from '../../../../src/vendors/carecloud/facets/tags.ts';

it('name everybody whose rows a response has, so that an event about one of them drops it', () => {
  const tagsOf = (id: string) => [customerTag(id), facetTag('cards', id)];
  const one = plain('/cards', [['customer_id', 'a']]);
  expect(tagsOfFacet('cards', one)).toEqual(tagsOf('a'));
  expect(tagsOfFacet('cards', forCustomers(one, ['a', 'b']))).toEqual([...tagsOf('a'), ...tagsOf('b')]);
  expect(tagsOfFacet('cards', below('a/b', 'cards'))).toEqual(tagsOf('a/b'));
  expect(tagsOfFacet('cards', plain('/cards', [['card_number_list[]', 'a']]))).toEqual([]);
});
