import { toCareCloudRow } from './carecloud/people.ts';
import type { CareCloudRow } from './carecloud/wire.ts';
import { PAGE_CUSTOMERS } from './helpcrunch/page-customers.ts';
import { toHelpCrunchRow } from './helpcrunch/people.ts';
import type { HelpCrunchCustomerWire } from './helpcrunch/wire.ts';
import { createPeople } from './people/people.ts';
import { createRandom } from './random.ts';

export type SandboxData = {
  readonly careCloud: readonly CareCloudRow[];
  readonly helpCrunch: readonly HelpCrunchCustomerWire[];
};

const FIRST_PROFILE_ID = 8_000_000;

/**
 * Generates `people` people: a third in both vendors, a third only in CareCloud, a third only in HelpCrunch. In
 * HelpCrunch, a few have a second profile, and the four customers of its own page come first. The same seed gives the
 * same rows.
 */
export const createSandboxData = (seed: number, people: number): SandboxData => {
  const random = createRandom(seed);
  const nextPerson = createPeople(random);
  const careCloud: CareCloudRow[] = [];
  const helpCrunch: HelpCrunchCustomerWire[] = [...PAGE_CUSTOMERS];
  let profileId = FIRST_PROFILE_ID;
  const nextProfileId = (): number => {
    profileId += random.int(1, 9);
    return profileId;
  };

  for (let count = 0; count < people; count += 1) {
    const person = nextPerson();
    const where = random.int(0, 2);
    const account = where === 2 ? null : toCareCloudRow(random, person);
    if (account) careCloud.push(account);
    if (where === 1) continue;
    const customerId = account?.customer_id ?? null;
    helpCrunch.push(toHelpCrunchRow(random, person, { id: nextProfileId(), customerId }));
    // The same person from another browser: the same email, but no userId, which is unique.
    if (random.chance(0.03)) {
      helpCrunch.push(toHelpCrunchRow(random, person, { id: nextProfileId(), customerId: null }));
    }
  }
  return { careCloud, helpCrunch };
};
