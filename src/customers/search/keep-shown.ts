import { lookUpKey } from '../lookup/identity-lookup.ts';
import type { Customer } from '../model/customer.ts';
import type { SourceCandidates } from './find-candidates.ts';
import type { IdentifyContext } from './identify-context.ts';

/**
 * Keeps which profiles the accounts found have, as far as the search itself has shown it: whoever opens one of these
 * people next needs no look-up. A profile that was found does not tell whether there are others; a complete search for
 * a part of the email does.
 */
export function keepShown(
  customers: readonly Customer[],
  answers: readonly SourceCandidates[],
  { profiles, identityKeys, memory }: Pick<IdentifyContext, 'profiles' | 'identityKeys' | 'memory'>,
): void {
  for (const { account } of customers) {
    if (account === null) continue;
    for (const { source } of profiles) {
      const answer = answers.find((each) => each.source === source);
      if (answer === undefined || answer.cost === null) continue;
      const { requests, warnings, storedAt } = answer.cost;
      for (const kind of identityKeys) {
        const key = lookUpKey(account, kind);
        const complete = key === null ? null : answer.allWith(key);
        if (key === null || complete?.isShown !== true) continue;
        const { records } = complete;
        memory.keepLookUp(source.name, key, { records, requests, warnings, storedAt });
      }
    }
  }
}
