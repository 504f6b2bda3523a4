import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const FILTERS = [
  'firstName: "Jan"',
  'firstName: "JANA"',
  'lastName: "Nováková"',
  'phone: "+420603350413"',
  'phones: ["+420603350413", "+420603350414"]',
  'emails: ["jan@example.com", "eva@example.com"]',
  'inSources: [CARECLOUD]',
  'inSources: [CARECLOUD, HELPCRUNCH]',
  'notInSources: [CARECLOUD]',
  'helpCrunch: { tags: { anyOf: ["VIP"] } }',
];
const TEXTS = ['nov', 'Nováková', 'jana nov', 'jan@', '603 350 413', 'vesely240'];

/** However few people there are to learn from: what nothing has shown is no reason to doubt what is documented. */
test.each([
  { probe: '0', people: 0 },
  { probe: '0', people: 2 },
  { probe: '1', people: 0 },
  { probe: '1', people: 2 },
  { probe: '1', people: 40 },
])('vendors that do as documented are never warned of: $people people, PROBE=$probe', async ({
  probe,
  people,
}) => {
  await using product = await startGateway({ env: { PROBE: probe }, sandbox: { people } });
  const ask = async (query: string) => {
    const { data, errors, extensions } = await product.query(query);
    expect(errors).toBeUndefined();
    for (const [source, report] of Object.entries<{ warning?: string }>(extensions?.upstream ?? {})) {
      expect([query, source, report.warning ?? null]).toEqual([query, source, null]);
    }
    return data;
  };
  for (const filter of FILTERS) {
    const { customers } = await ask(
      `{ customers(first: 100, filter: { ${filter} }) { nodes { id } totalCount { value precision } sources { warning } } }`,
    );
    expect(customers.totalCount).toEqual({ value: customers.nodes.length, precision: 'EXACT' });
    expect(customers.sources).toEqual([{ warning: null }, { warning: null }]);
  }
  for (const text of TEXTS) {
    const { searchCustomers } = await ask(
      `{ searchCustomers(text: "${text}") { matches { matchedOn } hasMore sources { source coverage } } }`,
    );
    expect(searchCustomers.sources[1].coverage).toBe('PARTS');
  }
  await ask('{ customer(by: { phone: "+420603350413" }) { id } }');
});
