import { UpstreamError } from '../errors/gateway-error.ts';
import { TooManyRequests } from './asker.ts';
import { cannotTell, type Verdict, type Verification } from './verdict.ts';

/** One line of the report. */
export interface VerifiedAssumption extends Verdict {
  readonly source: string;
  readonly assumption: string;
  /** How it was verified, or why it cannot be. */
  readonly how: string;
}

/** Every assumption's verdict, one after the other. Rejects when the account itself cannot be asked. */
export async function runChecks<Context>(
  source: string,
  checks: Readonly<Record<string, Verification<Context>>>,
  context: Context,
): Promise<readonly VerifiedAssumption[]> {
  const verified: VerifiedAssumption[] = [];
  for (const [assumption, verification] of Object.entries(checks)) {
    const verdict =
      'check' in verification
        ? await judge(() => verification.check(context))
        : cannotTell(verification.unverifiable);
    const how = 'check' in verification ? verification.how : 'cannot be asked';
    verified.push({ source, assumption, how, ...verdict });
  }
  return verified;
}

async function judge(check: () => Promise<Verdict> | Verdict): Promise<Verdict> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TooManyRequests) return cannotTell('the ceiling of requests was reached before');
    if (error instanceof UpstreamError) return cannotTell(`the account failed meanwhile (${error.code})`);
    throw error;
  }
}
