import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { askHelpCrunch, helpCrunchIds, searchHelpCrunch } from '../support/sandbox-client.ts';

const tag = (name: string) => ({ name, color: '#c377e0' });
const place = (countryCode: string | null, city: string | null) => ({ regionCode: null, countryCode, city });
const ROWS = [
  helpCrunchRow({
    id: 3,
    name: 'Jan Novák',
    email: 'Jan@A.cz',
    lastSeen: 300,
    tags: [tag('Lead'), tag('VIP')],
  }),
  helpCrunchRow({
    id: 1,
    name: 'Eva Nováková',
    email: 'eva@a.cz',
    userId: 'u1',
    lastSeen: 100,
    tags: [tag('Lead')],
  }),
  helpCrunchRow({ id: 4, phone: '+420 601 000 001', location: place('CZ', 'Praha') }),
  helpCrunchRow({
    id: 2,
    company: 'Růže',
    lastSeen: 200,
    createdFrom: 'telegram',
    integrationId: '77',
    tags: [tag('VIP')],
  }),
];
const DATA = { careCloud: [], helpCrunch: ROWS };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ data: DATA, helpCrunchRequestsPerMinute: null });
});
afterAll(() => sandbox.close());

const where = (field: string, operator: string, value: unknown) => ({
  field: `customers.${field}`,
  operator,
  value,
});

describe("HelpCrunch's search", () => {
  it.each([
    ['=', where('id', '=', 4), '4'],
    ['!= on numbers', where('id', '!=', 4), '312'],
    ['> on ids', where('id', '>', 2), '34'],
    ['>= on ids', where('id', '>=', 2), '342'],
    ['< on ids', where('id', '<', 2), '1'],
    ['<= on ids', where('id', '<=', 2), '12'],
    ['= on text, letter case ignored', where('email', '=', 'jan@a.cz'), '3'],
    ['!= on text, which those without a value satisfy', where('email', '!=', 'jan@a.cz'), '142'],
    ['~ on text', where('name', '~', 'novák'), '31'],
    ['!~ on text, which those without a value satisfy', where('name', '!~', 'Nováková'), '342'],
    ['> on times, which those without a value do not satisfy', where('lastSeen', '>', 100), '32'],
    ['<= on times, which those without a value do not satisfy', where('lastSeen', '<=', 200), '12'],
    ['company', where('company', '=', 'růže'), '2'],
    ['phone', where('phone', '~', '000 001'), '4'],
    ['countryCode', where('countryCode', '=', 'CZ'), '4'],
    ['city', where('city', '~', 'prah'), '4'],
    ['regionCode', where('regionCode', '=', '10'), ''],
    ['userId', where('userId', '=', 'U1'), '1'],
    ['a channel of the NEW generation', where('telegramId', '=', '77'), '2'],
    ['one tag', where('tagsData', '=', [{ name: 'Lead' }]), '31'],
    ['several tags: all of them', where('tagsData', '=', [{ name: 'VIP' }, { name: 'Lead' }]), '3'],
  ])('finds by %s', async (_, condition, expected) => {
    const reply = await searchHelpCrunch(sandbox, { filter: [condition] });
    expect(reply.status).toBe(200);
    expect(helpCrunchIds(reply).join('')).toBe(expected);
    expect(reply.json.total).toBe(expected.length);
  });

  it('finds what satisfies all conditions, or any', async () => {
    const filter = [
      where('tagsData', '=', [{ name: 'VIP' }]),
      where('lastSeen', '<', 250),
      where('lastSeen', '>', 50),
    ];
    expect(helpCrunchIds(await searchHelpCrunch(sandbox, { comparison: 'AND', filter }))).toEqual([2]);
    const any = [where('email', '=', 'EVA@a.cz'), where('id', '=', 3), where('id', '=', 1)];
    expect(helpCrunchIds(await searchHelpCrunch(sandbox, { comparison: 'OR', filter: any }))).toEqual([3, 1]);
    const tags = [where('tagsData', '=', [{ name: 'VIP' }]), where('tagsData', '=', [{ name: 'Lead' }])];
    expect(helpCrunchIds(await searchHelpCrunch(sandbox, { comparison: 'OR', filter: tags }))).toEqual([
      3, 1, 2,
    ]);
  });

  it('sorts and pages, in either spelling of the direction', async () => {
    const filter = [where('id', '>', 0)];
    const sorted = { filter, sort: 'customers.lastSeen', limit: 2, offset: 1 };
    expect(helpCrunchIds(await searchHelpCrunch(sandbox, { ...sorted, order: 'ASC' }))).toEqual([1, 2]);
    expect(helpCrunchIds(await searchHelpCrunch(sandbox, { ...sorted, order: 'desc' }))).toEqual([2, 1]);
  });

  it.each([
    ['no filter', {}],
    ['an empty filter', { filter: [] }],
    ['a filter that is not a list', { filter: where('id', '=', 1) }],
    ['a condition that is not an object', { filter: ['x'] }],
    ['nesting', { filter: [{ comparison: 'OR', filter: [where('id', '=', 1)] }] }],
    ['an unknown field', { filter: [where('notes', '=', 'x')] }],
    ['firstSeen, which is not searchable', { filter: [where('firstSeen', '>', 1)] }],
    ['a field without its prefix', { filter: [{ field: 'email', operator: '=', value: 'x' }] }],
    ['an unknown operator', { filter: [where('email', 'in', 'x')] }],
    ['~ on numbers', { filter: [where('id', '~', 1)] }],
    ['> on text', { filter: [where('email', '>', 'a')] }],
    ['!= on tags', { filter: [where('tagsData', '!=', [{ name: 'x' }])] }],
    ['a number as text', { filter: [where('id', '=', '1')] }],
    ['text as a number', { filter: [where('phone', '=', 420)] }],
    ['a time as text', { filter: [where('lastSeen', '>', '100')] }],
    ['a time with a fraction', { filter: [where('lastSeen', '>', 100.5)] }],
    ['null', { filter: [where('email', '=', null)] }],
    ['blank text', { filter: [where('email', '=', '')] }],
    ['a missing value', { filter: [{ field: 'customers.email', operator: '=' }] }],
    ['tags as text', { filter: [where('tagsData', '=', 'Lead')] }],
    ['tags as a list of text', { filter: [where('tagsData', '=', ['Lead'])] }],
    ['no tags', { filter: [where('tagsData', '=', [])] }],
    ['a tag with a colour', { filter: [where('tagsData', '=', [{ name: 'Lead', color: '#fff' }])] }],
    ['several conditions without a comparison', { filter: [where('id', '=', 1), where('id', '=', 2)] }],
    ['a comparison in lower case', { comparison: 'and', filter: [where('id', '=', 1)] }],
    ['a limit of 101', { filter: [where('id', '=', 1)], limit: 101 }],
    ['a limit of 0', { filter: [where('id', '=', 1)], limit: 0 }],
    ['a limit as text', { filter: [where('id', '=', 1)], limit: '5' }],
    ['a negative offset', { filter: [where('id', '=', 1)], offset: -1 }],
    ['an unknown sort', { filter: [where('id', '=', 1)], sort: 'customers.name' }],
    ['a direction in mixed case', { filter: [where('id', '=', 1)], order: 'Desc' }],
    ['an unknown member', { filter: [where('id', '=', 1)], page: 2 }],
    ['a list', [where('id', '=', 1)]],
    ['text that is not JSON', '{"filter":'],
  ])('refuses %s with 400', async (_, body) => {
    const { status, json } = await searchHelpCrunch(sandbox, body);
    expect(status).toBe(400);
    expect(json.errors.length).toBeGreaterThan(1);
  });

  it('refuses channels in the OLD generation, and more conditions than configured', async () => {
    await using old = await startSandbox({ data: DATA, helpCrunchShape: 'OLD', maxConditions: 2 });
    const channel = await searchHelpCrunch(old, { filter: [where('telegramId', '=', '77')] });
    expect([channel.status, channel.json.errors]).toEqual([
      400,
      [{ code: 'validation_error', message: 'filter[0].field value is invalid' }],
    ]);
    const ofSize = (size: number) => ({ comparison: 'OR', filter: Array(size).fill(where('id', '=', 1)) });
    expect((await searchHelpCrunch(old, ofSize(2))).status).toBe(200);
    expect((await searchHelpCrunch(old, ofSize(3))).status).toBe(400);
  });

  it('accepts only JSON', async () => {
    const { status } = await askHelpCrunch(sandbox, '/customers/search', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ filter: [where('id', '=', 1)] }),
    });
    expect(status).toBe(400);
  });

  it('distinguishes letter case on request', async () => {
    await using strict = await startSandbox({ data: DATA, matchCase: true });
    expect(
      helpCrunchIds(await searchHelpCrunch(strict, { filter: [where('email', '=', 'jan@a.cz')] })),
    ).toEqual([]);
    expect(helpCrunchIds(await searchHelpCrunch(strict, { filter: [where('email', '~', 'A.cz')] }))).toEqual([
      3,
    ]);
  });

  it('finds by equality, with an index, exactly what reading every row would find', async () => {
    const emails = ['a@x.cz', 'A@x.cz', 'b@x.cz', null];
    const rowsOf = fc.array(
      fc.record({ email: fc.constantFrom(...emails), lastSeen: fc.option(fc.nat(3)) }),
      { maxLength: 12 },
    );
    const conditionOf = fc.oneof(
      fc.record({
        field: fc.constant('email'),
        operator: fc.constantFrom('=', '=', '!='),
        value: fc.constantFrom('a@x.cz', 'b@x.cz'),
      }),
      fc.record({ field: fc.constant('id'), operator: fc.constantFrom('=', '>'), value: fc.nat(12) }),
      fc.record({ field: fc.constant('lastSeen'), operator: fc.constant('>='), value: fc.nat(3) }),
    );
    const searchOf = fc.record({
      comparison: fc.constantFrom('AND', 'OR'),
      conditions: fc.array(conditionOf, { minLength: 1, maxLength: 4 }),
      order: fc.constantFrom('ASC', 'DESC'),
    });
    await using server = await startSandbox({
      data: { careCloud: [], helpCrunch: [] },
      helpCrunchRequestsPerMinute: null,
    });
    await fc.assert(
      fc.asyncProperty(rowsOf, searchOf, async (given, { comparison, conditions, order }) => {
        for (const { id } of [...server.helpCrunch.rows]) server.helpCrunch.remove(id);
        const rows = given.map((row, id) => helpCrunchRow({ id, ...row }));
        for (const row of rows) server.helpCrunch.insert(row);
        const holds =
          (row: (typeof rows)[number]) =>
          ({ field, operator, value }: (typeof conditions)[number]) => {
            if (field === 'email') return (row.email?.toLowerCase() === value) === (operator === '=');
            const own = field === 'id' ? row.id : row.lastSeen;
            if (operator === '=') return own === value;
            return own !== null && (operator === '>' ? own > Number(value) : own >= Number(value));
          };
        const expected = rows
          .filter((row) =>
            comparison === 'AND' ? conditions.every(holds(row)) : conditions.some(holds(row)),
          )
          .sort((a, b) => (a.lastSeen ?? -1) - (b.lastSeen ?? -1) || a.id - b.id)
          .map(({ id }) => id);
        const filter = conditions.map(({ field, operator, value }) => where(field, operator, value));
        const reply = await searchHelpCrunch(server, {
          comparison,
          filter,
          sort: 'customers.lastSeen',
          order,
        });
        expect(helpCrunchIds(reply)).toEqual(order === 'ASC' ? expected : expected.reverse());
      }),
      { numRuns: 150 },
    );
  });
});
