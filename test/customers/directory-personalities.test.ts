import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerDirectory, CustomerKey } from '../../src/customers/customer-directory.ts';
import { UpstreamError } from '../../src/errors/gateway-error.ts';
import { createPersonalities, personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { probeSource } from '../../src/vendors/shared/traits/probe-source.ts';
import { PROPERTY_TIMEOUT, runs } from './support/cases.ts';
import { createMemoryVendors } from './support/memory-vendors.ts';
import { customerByEmail, customerOf, type Key } from './support/oracle.ts';
import { personalityCases, WITHOUT_LISTS } from './support/personality-cases.ts';
import { openDirectory } from './support/walks.ts';
import { EMAILS, toRows, type World } from './support/world.ts';

/** A look-up cannot find records that the vendor hides from it: only lists, which show them, reveal them. */
const HIDING = new Set([
  'search-hides-deleted',
  'carecloud-search-lags',
  'helpcrunch-search-lags',
  'criteria-forbidden',
]);
/** Rows without an id belong to no person, and phones are found by a part of them. */
const LOSING = new Set([
  'rows-without-id',
  'ids-too-large',
  'contains-beginning',
  'contains-word',
  'numeric-texts',
]);
/** An email has more possible spellings than can be searched for. */
const ASKED_IN_VARIANTS = new Set(['carecloud-email-minds-case']);

const names = createPersonalities()
  .map(({ name }) => name)
  .filter((name) => ![WITHOUT_LISTS, HIDING, LOSING, ASKED_IN_VARIANTS].some((set) => set.has(name)));

describe('every key of a person leads to the same customer, with', () => {
  it.each(names)(
    '%s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(personalityCases, async ({ world, keys, settings }) => {
          const personalities = personalitiesNamed(name);
          const vendors = createMemoryVendors(toRows(world), { ...settings, personalities });
          for (const source of vendors.sources) await probeSource(source);
          const { directory } = openDirectory({ vendors, identityKeys: keys });
          for (const [key, customer] of expectedOf(world, keys)) {
            expect(await found(directory, key), JSON.stringify(key)).toBeOneOf([customer, 'REFUSED']);
          }
        }),
        runs(3),
      );
    },
    PROPERTY_TIMEOUT,
  );
});

function expectedOf(world: World, keys: readonly Key[]): readonly (readonly [CustomerKey, string | null])[] {
  return [
    ...world.accounts.map(({ id }) => [record('CARECLOUD', id), `CARECLOUD:${id}`] as const),
    ...world.profiles.map(
      (profile) => [record('HELPCRUNCH', String(profile.id)), customerOf(profile, world, keys)] as const,
    ),
    ...EMAILS.map((value) => [{ kind: 'email', value }, customerByEmail(value, world, keys)] as const),
  ];
}

const record = (source: string, id: string): CustomerKey => ({ kind: 'customer', source, id });

/** The canonical key. REFUSED if the vendor refused the request, or if the identity could not be resolved. */
async function found(directory: CustomerDirectory, key: CustomerKey): Promise<string | null> {
  try {
    const customer = await directory.find(key);
    return customer?.identity === 'UNRESOLVED' ? 'REFUSED' : (customer?.key ?? null);
  } catch (error) {
    if (error instanceof UpstreamError) return 'REFUSED';
    throw error;
  }
}
