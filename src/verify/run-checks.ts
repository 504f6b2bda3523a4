import { UpstreamError } from '../errors/gateway-error.ts';
import { TooManyRequests } from './asker.ts';
import { cannotTell, type Verdict, type Verification } from './verdict.ts';

/** One line of the report. */
export interface VerifiedAssumption extends Verdict {
  readonly source: string;
  readonly assumption: string;
  /** How it was verified, or why it cannot be. */
  readonly how: string;
  /** The consequence if it does not hold. */
  readonly otherwise: string;
}

/** Verifies every assumption in order, and returns the verdicts with the first failure that prevented one. */
export async function runChecks<Context>(
  source: string,
  checks: Readonly<Record<string, Verification<Context>>>,
  context: Context,
): Promise<{ readonly verified: readonly VerifiedAssumption[]; readonly failure: UpstreamError | null }> {
  const verified: VerifiedAssumption[] = [];
  let failure: UpstreamError | null = null;
  const onFailure = (error: UpstreamError) => {
    failure ??= error;
  };
  for (const [assumption, verification] of Object.entries(checks)) {
    const verdict =
      'check' in verification
        ? await judge(() => verification.check(context), onFailure)
        : cannotTell(verification.unverifiable);
    const how = 'check' in verification ? verification.how : 'cannot be verified';
    verified.push({ source, assumption, how, otherwise: verification.otherwise, ...verdict });
  }
  return { verified, failure };
}

async function judge(
  check: () => Promise<Verdict> | Verdict,
  onFailure: (error: UpstreamError) => void,
): Promise<Verdict> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TooManyRequests) return cannotTell('the maximum of requests was reached');
    if (error instanceof UpstreamError) {
      onFailure(error);
      return cannotTell(`the account failed (${error.code})`);
    }
    throw error;
  }
}
