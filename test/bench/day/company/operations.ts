/** What the company's applications ask: the same documents whoever answers. */

export const SEARCH = `query Search($text: String!) {
  searchCustomers(text: $text, first: 5) { matches { customer { id name email phone sources } } hasMore }
}`;

export const PANEL = `query Panel($id: ID!) {
  customer(by: { id: $id }) {
    id name email phone
    careCloud { state tier { tier { name } } points { available } }
    helpCrunch { lastSeenAt tags { name } }
    lastChat { status lastMessageAt }
  }
}`;

export const LIST = `query List($after: String) {
  customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
    nodes { id name email updatedAt sources }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const SEGMENT = `query Segment($filter: CustomerFilter!, $after: String) {
  customers(first: 100, after: $after, filter: $filter) {
    nodes { id name email careCloud { state } helpCrunch { tags { name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const ORDERS = `query Orders($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { id name email helpCrunch { lastSeenAt } } }
}`;

export const CRAWL = `query Crawl($after: String) {
  customers(first: 100, after: $after) { nodes { id name email sources } pageInfo { hasNextPage endCursor } }
}`;
