import { describe, expect, it } from 'vitest';
import { customerRequest, listRequest } from '../../../../src/vendors/helpcrunch/wire/requests.ts';

const RANGE = { offset: 200, limit: 100 };

describe('the whole list', () => {
  it('is GET /customers with all four parameters, the order in lower case', () => {
    expect(listRequest(null, { field: 'FIRST_SEEN', direction: 'DESC' }, RANGE)).toEqual({
      method: 'GET',
      path: '/customers',
      route: '/customers',
      query: [
        ['sort', 'customers.firstSeen'],
        ['order', 'desc'],
        ['limit', '100'],
        ['offset', '200'],
      ],
      parameters: ['sort', 'order', 'limit', 'offset'],
    });
  });
});

describe('a search', () => {
  it('is POST /customers/search with every member of the body; its plan names fields, not values', () => {
    const conditions = [
      { field: 'customers.email', operator: '~', value: 'gmail' },
      { field: 'customers.lastSeen', operator: '>=', value: 1603885746 },
      { field: 'customers.email', operator: '!=', value: 'a@gmail.com' },
    ] as const;
    const order = { field: 'LAST_SEEN', direction: 'ASC' } as const;
    expect(listRequest({ comparison: 'AND', conditions }, order, RANGE)).toEqual({
      method: 'POST',
      path: '/customers/search',
      route: '/customers/search',
      body: {
        comparison: 'AND',
        filter: conditions,
        sort: 'customers.lastSeen',
        order: 'ASC',
        limit: 100,
        offset: 200,
      },
      parameters: ['customers.email', 'customers.lastSeen'],
    });
  });
});

it('is the same request whether a single condition is for a list or a look-up', () => {
  const conditions = [{ field: 'customers.email', operator: '=', value: 'a@gmail.com' }] as const;
  const order = { field: 'FIRST_SEEN', direction: 'ASC' } as const;
  const asked = (comparison: 'AND' | 'OR') => listRequest({ comparison, conditions }, order, RANGE);
  expect(asked('OR')).toEqual(asked('AND'));
});

it('fetches one customer by its id in the path, which the plan does not show', () => {
  expect(customerRequest(265555)).toEqual({
    method: 'GET',
    path: '/customers/265555',
    route: '/customers/{id}',
    parameters: [],
  });
});
