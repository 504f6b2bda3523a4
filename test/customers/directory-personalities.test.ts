import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerKey } from '../../src/customers/customer-directory.ts';
import { UpstreamError } from '../../src/errors/gateway-error.ts';
import { createPersonalities, personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { probeSource } from '../../src/vendors/shared/traits/probe-source.ts';
import { PROPERTY_TIMEOUT, runs } from './support/cases.ts';
import { createMemoryVendors } from './support/memory-vendors.ts';
import { customerByEmail, customerOf, type Key } from './support/oracle.ts';
import { personalityCases, WITHOUT_LISTS } from './support/personality-cases.ts';
import { type Operation, openDirectory } from './support/walks.ts';
import { EMAILS, toRows, type World } from './support/world.ts';

const names = createPersonalities()
  .map(({ name }) => name)
  .filter((name) => !WITHOUT_LISTS.has(name));

describe('every key of a person leads to the same customer, with', () => {
  it.each(names)(
    '%s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(personalityCases, async ({ world, keys, settings }) => {
          const personalities = personalitiesNamed(name);
          const vendors = createMemoryVendors(toRows(world), { ...settings, personalities });
          for (const source of vendors.sources) await probeSource(source);
          for (const [key, customer] of expectedOf(world, keys)) {
            const operation = openDirectory({ vendors, identityKeys: keys });
            const found = await find(operation, key);
            // Whoever cannot be sure says so.
            if (operation.warnings.size === 0) {
              expect(found, JSON.stringify(key)).toBeOneOf([customer, 'UNRESOLVED', 'REFUSED']);
            }
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

/**
 * The canonical key; UNRESOLVED where it is said not to be known who somebody is, REFUSED where the vendor answered no
 * such request.
 */
async function find({ directory }: Operation, key: CustomerKey): Promise<string | null> {
  try {
    const customer = await directory.find(key);
    return customer?.identity === 'UNRESOLVED' ? 'UNRESOLVED' : (customer?.key ?? null);
  } catch (error) {
    if (error instanceof UpstreamError) return 'REFUSED';
    throw error;
  }
}
