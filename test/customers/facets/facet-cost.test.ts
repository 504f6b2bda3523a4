import { describe, expect, it } from 'vitest';
import { type AskedFacet, facetCosts, facetWeight } from '../../../src/customers/facets/facet-cost.ts';
import type { FacetDeclaration } from '../../../src/customers/facets/facet-source.ts';

const facet = (name: string, more: Partial<FacetDeclaration> = {}): FacetDeclaration => ({
  name,
  keyedBy: 'ACCOUNT',
  batch: 1,
  requestsPerCustomer: 1,
  ...more,
});

const sources = [
  {
    name: 'CARECLOUD',
    facets: {
      title: 'CareCloud',
      facets: [
        facet('tier'),
        facet('deep', { requestsPerCustomer: 2 }),
        facet('chats', { batch: 100 }),
        facet('segments', { sharedRequests: (valuesIn) => valuesIn('segmentIds') }),
      ],
    },
  },
] as unknown as Parameters<typeof facetCosts>[1];

const use = (name: string, customers: number, args: object = {}, among = 'list'): AskedFacet => ({
  kind: 'FACET',
  source: 'CARECLOUD',
  facet: name,
  args: args as AskedFacet['args'],
  customers,
  among,
});

describe('the most requests that facets take', () => {
  it.each<readonly [number, readonly AskedFacet[]]>([
    [20, [use('tier', 20)]],
    [40, [use('deep', 20)]],
    [60, [use('tier', 20), use('deep', 20)]],
    // The same facet with the same arguments is loaded once, others separately.
    [20, [use('tier', 20), use('tier', 5)]],
    [25, [use('tier', 20), use('tier', 5, { from: '2024-01-01' })]],
    // Customers of another field are different; loaded together, they share batches.
    [30, [use('tier', 20), use('tier', 10, {}, 'other'), use('tier', 5)]],
    [3, [use('chats', 60), use('chats', 40, {}, 'other')]],
    // Batches of a hundred, in up to three rounds.
    [3, [use('chats', 100)]],
    [6, [use('chats', 101)]],
    // One list for each named segment, if that takes fewer requests.
    [2, [use('segments', 100, { segmentIds: ['a', 'b'] })]],
    [1, [use('segments', 1, { segmentIds: ['a', 'b'] })]],
    [0, [use('segments', 100, { segmentIds: [] })]],
    [100, [use('segments', 100)]],
  ])('%i', (requests, asked) => {
    expect(facetCosts(asked, sources).get('CARECLOUD')?.requests).toBe(requests);
  });

  it('are none if a source is not configured, or has no such facet', () => {
    expect(facetCosts([use('tier', 20)], []).size).toBe(0);
    expect(facetCosts([use('none', 20)], sources).size).toBe(0);
  });
});

it('the weight of a facet in @cost: 10 by itself, 5 in a batch', () => {
  expect(facetWeight(facet('tier'))).toBe(10);
  expect(facetWeight(facet('chats', { batch: 100 }))).toBe(5);
});
