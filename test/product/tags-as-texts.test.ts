import { expect, it } from 'vitest';
import { editRows, type WireRow } from '../../src/sandbox/personality/list-answer.ts';
import type { Personality } from '../../src/sandbox/personality/personality.ts';
import { startGateway } from '../support/start-gateway.ts';

/** HelpCrunch's tags are texts instead of objects. */
const TEXTS: Personality = {
  name: 'tags-as-texts',
  description: 'Tags are texts.',
  helpCrunch: { after: (answer, request) => editRows(answer, request, withTexts) },
};

function withTexts(row: WireRow): WireRow {
  const tags = row.tags as readonly { readonly name: string }[];
  return { ...row, tags: tags.map(({ name }) => name) };
}

const QUERY = `{
  helpCrunchCustomers(first: 10, filter: { tags: { anyOf: ["VIP"] } }) { nodes { name tags { name } } }
  customers(first: 10, filter: { helpCrunch: { tags: { allOf: ["VIP"], noneOf: ["Lead"] } } }) {
    nodes { name helpCrunch { tags { name } } }
  }
}`;

it('tags that are texts are shown and found like others, for as many requests', async () => {
  await using product = await startGateway({ sandbox: { personalities: [TEXTS] } });
  await using usual = await startGateway();
  const { data, errors } = await product.query(QUERY);
  expect(errors).toBeUndefined();
  expect(data).toEqual((await usual.query(QUERY)).data);
  expect(data.helpCrunchCustomers.nodes.length).toBeGreaterThan(0);
  expect(data.customers.nodes.length).toBeGreaterThan(0);
  expect(product.upstreamRequests()).toEqual(usual.upstreamRequests());
});
