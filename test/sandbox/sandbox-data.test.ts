import { describe, expect, it } from 'vitest';
import { toPragueTime } from '../../src/sandbox/people/prague-time.ts';
import { createSandboxData } from '../../src/sandbox/sandbox-data.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { askCareCloud, askHelpCrunch } from './support/sandbox-client.ts';

const { careCloud, helpCrunch } = createSandboxData(7, 4500);
const emails = careCloud.flatMap(({ personal_information: { email } }) => email ?? []);
const share = (count: number, of: number): number => count / of;
const repeated = (values: readonly string[]): number => values.length - new Set(values).size;

describe('The generated people', () => {
  it('are the same for the same seed and differ for another', () => {
    expect(createSandboxData(7, 300)).toEqual(createSandboxData(7, 300));
    expect(createSandboxData(8, 300)).not.toEqual(createSandboxData(7, 300));
  });

  it('are about three thousand in each vendor, a third of all in both', () => {
    expect(careCloud.length).toBeGreaterThan(2800);
    expect(helpCrunch.length).toBeGreaterThan(2800);
    const known = new Set(emails);
    const both = helpCrunch.filter(({ email }) => email !== null && known.has(email.toLowerCase())).length;
    expect(share(both, 4500)).toBeGreaterThan(0.2);
    expect(share(both, 4500)).toBeLessThan(0.4);
  });

  it('have unique ids', () => {
    expect(new Set(careCloud.map(({ customer_id }) => customer_id)).size).toBe(careCloud.length);
    expect(new Set(helpCrunch.map(({ id }) => id)).size).toBe(helpCrunch.length);
    expect(careCloud.every(({ customer_id }) => /^[0-9a-f]{26}$/.test(customer_id))).toBe(true);
  });

  it('are as inconsistent as real ones at CareCloud', () => {
    const people = careCloud.map(({ personal_information }) => personal_information);
    expect(emails.length).toBeLessThan(careCloud.length);
    expect(repeated(emails)).toBeGreaterThan(20);
    expect(new Set(careCloud.map(({ state }) => state))).toEqual(new Set([0, 1, 2]));
    expect(careCloud.some(({ last_change }) => last_change === undefined)).toBe(true);
    expect(repeated(careCloud.flatMap(({ last_change }) => last_change ?? []))).toBeGreaterThan(100);
    expect(people.some(({ first_name }) => first_name === '-')).toBe(true);
    expect(people.some(({ last_name }) => /[ěščřžýáíéůúďťň]/.test(last_name ?? ''))).toBe(true);
    expect(people.some(({ gender }) => gender === null)).toBe(true);
  });

  it('are as inconsistent as real ones at HelpCrunch', () => {
    const written = helpCrunch.flatMap(({ email }) => email ?? []);
    expect(written.some((email) => email !== email.toLowerCase())).toBe(true);
    expect(repeated(written.map((email) => email.toLowerCase()))).toBeGreaterThan(50);
    for (const worthless of ['-', 'anonymous', '']) expect(written).toContain(worthless);
    const phones = helpCrunch.flatMap(({ phone }) => phone ?? []);
    for (const notation of [
      /^\+420 \d{3} \d{3} \d{3}$/,
      /^00420\d{9}$/,
      /^\+420-/,
      /^\(\+420\)/,
      /^\d{3} \d{3} \d{3}$/,
      /^-$/,
    ]) {
      expect(phones.some((phone) => notation.test(phone))).toBe(true);
    }
    expect(helpCrunch.some(({ firstSeen }) => firstSeen === null)).toBe(true);
    expect(helpCrunch.some(({ lastSeen, device }) => lastSeen !== null && device === null)).toBe(true);
    expect(helpCrunch.some(({ location }) => location.countryCode === 'EN')).toBe(true);
    const ids = new Set(careCloud.map(({ customer_id }) => customer_id));
    expect(helpCrunch.filter(({ userId }) => userId !== null && ids.has(userId)).length).toBeGreaterThan(300);
  });

  it("include the four of HelpCrunch's own page", async () => {
    await using sandbox = await startSandbox({ people: 10, helpCrunchShape: 'OLD' });
    const { json } = await askHelpCrunch(sandbox, '/customers?limit=4');
    expect(json.data.map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [265555, 'test'],
      [265580, 'Lana Del Red'],
      [4994, 'Serge Merge'],
      [7831682, 'Vlad Darkula'],
    ]);
    expect(json.data[0].customData[4]).toEqual({ property: 'Emails sent', value: 621 });
    expect(Object.keys(json.data[3])).toHaveLength(19);
  });

  it('never show CareCloud’s internal fields', async () => {
    await using sandbox = await startSandbox({ people: 60 });
    expect(sandbox.careCloud.rows.some(({ customerSourceId }) => customerSourceId)).toBe(true);
    expect((await askCareCloud(sandbox, '/customers')).text).not.toContain('customerSourceId');
  });
});

describe('Prague time', () => {
  it.each([
    ['2024-03-31T00:59:59Z', '2024-03-31 01:59:59'],
    ['2024-03-31T01:00:00Z', '2024-03-31 03:00:00'],
    ['2024-10-27T00:59:59Z', '2024-10-27 02:59:59'],
    ['2024-10-27T01:00:00Z', '2024-10-27 02:00:00'],
    ['2023-12-31T23:30:00Z', '2024-01-01 00:30:00'],
  ])('%s is %s', (instant, expected) => {
    expect(toPragueTime(Date.parse(instant))).toBe(expected);
  });
});
