import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { startGateway } from '../support/start-gateway.ts';
import { bannerOf, type CustomerScreens, type ListScreen } from './customer-screens.ts';

/** What a front end may expect of the gateway with any client, and the upstream cost. */
export function showsCustomers(client: string, createScreens: (url: string) => CustomerScreens): void {
  describe(`${client} in front of the gateway`, () => {
    for (const [order, cost] of Object.entries(COST_OF_EVERYONE)) {
      it(`shows everyone once, page by page, by ${order}`, async () => {
        await using gateway = await startGateway();
        const screens = createScreens(gateway.url);
        const list = await screens.openList(order as keyof typeof COST_OF_EVERYONE);
        await loadAll(list);
        const ids = list.rows().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(countPeople(gateway.sandbox));
        expect(list.sources()).toMatchObject([{ status: 'OK' }, { status: 'OK' }]);
        expect(gateway.upstreamRequests()).toEqual(cost);
        screens.close();
      });
    }

    it('sends one request to one source to refetch one person, and updates the list, too', async () => {
      await using gateway = await startGateway();
      const screens = createScreens(gateway.url);
      const list = await screens.openList('SOURCE');
      const person = list.rows().find(({ name, email }) => name && email);
      const [account] = gateway.sandbox.careCloud.rows.filter(
        ({ personal_information: { email } }) => email === person?.email,
      );
      if (!person || !account) throw new Error('Expected somebody with an email on the first page.');
      gateway.sandbox.careCloud.update(account.customer_id, {
        personal_information: { ...account.personal_information, first_name: 'Renée', last_name: 'Novotná' },
      });
      gateway.resetRequests();

      expect(await screens.refetchPerson(person.id)).toMatchObject({ id: person.id, name: 'Renée Novotná' });
      expect(list.rows().find(({ id }) => id === person.id)).toMatchObject({ name: 'Renée Novotná' });
      expect(gateway.upstreamRequests()).toEqual({
        careCloud: [`GET /customers/${account.customer_id}`],
        helpCrunch: [],
      });
      screens.close();
    });

    it('shows members while the source of their last visit is down, with a banner', async () => {
      await using gateway = await startGateway();
      const screens = createScreens(gateway.url);
      gateway.sandbox.helpCrunch.injectFault({ status: 503 });
      const { rows, sources } = await screens.openMembers();
      expect(rows).toHaveLength(10);
      expect(rows.every(({ name, lastSeenAt }) => name && lastSeenAt === null)).toBe(true);
      expect(bannerOf(sources)).toEqual([expect.stringMatching(/\.$/)]);
      screens.close();

      gateway.sandbox.helpCrunch.injectFault(null);
      const later = createScreens(gateway.url);
      const whole = await later.openMembers();
      expect(whole.rows.some(({ lastSeenAt }) => typeof lastSeenAt === 'string')).toBe(true);
      expect(bannerOf(whole.sources)).toEqual([]);
      later.close();
    });

    it.each(
      DOWN,
    )('shows the rows of $alive while $dead responds with $fault, with a banner, and the rest later: never lost', async ({
      dead,
      alive,
      fault,
      status,
      code,
      attempts,
    }) => {
      await using gateway = await startGateway();
      const { careCloud, helpCrunch } = gateway.sandbox;
      const vendor = { CARECLOUD: careCloud, HELPCRUNCH: helpCrunch }[dead];
      const screens = createScreens(gateway.url);
      vendor.injectFault({ status: fault });
      const list = await screens.openList('UPDATED_AT');
      expect(list.rows().length).toBeGreaterThan(0);
      const emails = new Set(
        alive === 'CARECLOUD'
          ? careCloud.rows.map((row) => fold(row.personal_information.email))
          : helpCrunch.rows.map(({ email }) => fold(email)),
      );
      for (const { email } of list.rows()) expect(emails).toContain(fold(email));
      expect(list.hasNext()).toBe(true);
      expect(list.sources()).toHaveLength(2);
      expect(list.sources()).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ source: alive, status: 'OK', error: null }),
          expect.objectContaining({ source: dead, status, error: expect.objectContaining({ code }) }),
        ]),
      );
      expect(bannerOf(list.sources())).toHaveLength(1);
      expect(vendor.requests).toHaveLength(attempts);

      vendor.injectFault(null);
      await loadAll(list);
      const ids = list.rows().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      // Profiles that were shown before it was known which account claims them stay, and the accounts come besides.
      if (alive === 'CARECLOUD') expect(ids.length).toBe(countPeople(gateway.sandbox));
      else expect(ids.length).toBeGreaterThanOrEqual(countPeople(gateway.sandbox));
      expect(bannerOf(list.sources())).toEqual([]);
      screens.close();
    });
  });
}

/**
 * 82 accounts and 80 profiles. By SOURCE: two pages of accounts and, once HelpCrunch's one block of 100 is read, one
 * look-up of the profiles' accounts. By UPDATED_AT, each page that reaches further profiles needs that look-up.
 */
const COST_OF_EVERYONE = {
  SOURCE: { careCloud: repeat('GET /customers', 3), helpCrunch: ['GET /customers'] },
  UPDATED_AT: { careCloud: repeat('GET /customers', 4), helpCrunch: ['GET /customers'] },
};

const UNAVAILABLE = {
  fault: 503,
  status: 'UNAVAILABLE',
  code: 'UPSTREAM_UNAVAILABLE',
  attempts: 3,
} as const;

/** Each source dead in turn: it fails for a while (one attempt and two retries), or refuses. */
const DOWN = [
  {
    dead: 'HELPCRUNCH',
    alive: 'CARECLOUD',
    ...UNAVAILABLE,
  },
  {
    dead: 'CARECLOUD',
    alive: 'HELPCRUNCH',
    ...UNAVAILABLE,
  },
  {
    dead: 'CARECLOUD',
    alive: 'HELPCRUNCH',
    fault: 403,
    status: 'REJECTED',
    code: 'UPSTREAM_REJECTED',
    attempts: 2,
  },
] as const;

function repeat(line: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => line);
}

async function loadAll(list: ListScreen): Promise<void> {
  while (list.hasNext()) await list.loadNext();
}

function fold(email: string | null | undefined): string {
  return email?.trim().toLowerCase() ?? '';
}

/** All people with an account, and every profile whose email no account has. */
function countPeople({ careCloud, helpCrunch }: Sandbox): number {
  const claimed = new Set(careCloud.rows.map((row) => fold(row.personal_information.email)));
  const others = helpCrunch.rows.filter(
    ({ email }) => !fold(email).includes('@') || !claimed.has(fold(email)),
  );
  return careCloud.rows.length + others.length;
}
