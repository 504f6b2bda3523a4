import { DEFAULTS } from './defaults.ts';
import type { SettingProblem } from './settings-error.ts';
import { isLoopback } from './variable-types.ts';

type Given = Readonly<Record<string, string | undefined>>;

/**
 * Rules across variables. They receive the raw values that are set, so that they also report problems next to an
 * invalid variable.
 */
export function crossChecks(given: Given, isSandbox: boolean): readonly SettingProblem[] {
  return [
    ...(isSandbox ? sandboxProblems(given) : [...careCloudProblems(given), ...helpCrunchProblems(given)]),
    ...authProblems(given),
    ...serverProblems(given),
  ];
}

/** Whether CareCloud is meant to be configured: any of its access variables is set. */
export function isCareCloudGiven(given: Given): boolean {
  return ['CARECLOUD_BASE_URL', 'CARECLOUD_TOKEN', ...LOGIN].some((name) => given[name] !== undefined);
}

export function isHelpCrunchGiven(given: Given): boolean {
  return ['HELPCRUNCH_BASE_URL', 'HELPCRUNCH_API_KEY'].some((name) => given[name] !== undefined);
}

const LOGIN = ['CARECLOUD_LOGIN', 'CARECLOUD_PASSWORD', 'CARECLOUD_APPLICATION_ID'];

function sandboxProblems(given: Given): readonly SettingProblem[] {
  if (given.NODE_ENV !== 'production' || isYes(given.SANDBOX)) return [];
  return [
    {
      variable: 'CARECLOUD_BASE_URL, HELPCRUNCH_API_KEY',
      problem:
        'expected at least one source in production, got none (SANDBOX=1 serves simulated data on purpose)',
    },
  ];
}

function careCloudProblems(given: Given): readonly SettingProblem[] {
  if (!isCareCloudGiven(given)) return [];
  const problems: SettingProblem[] = [];
  const need = (variable: string, problem: string) => problems.push({ variable, problem });
  if (given.CARECLOUD_BASE_URL === undefined) {
    need(
      'CARECLOUD_BASE_URL',
      'expected your project’s address (…/webservice/rest-api/enterprise-interface/v1.0), got none',
    );
  }
  const missing = LOGIN.filter((name) => given[name] === undefined);
  if (given.CARECLOUD_TOKEN !== undefined && missing.length < LOGIN.length) {
    need('CARECLOUD_TOKEN', `expected either a token or ${LOGIN.join(', ')}, got both`);
  } else if (given.CARECLOUD_TOKEN === undefined && missing.length === LOGIN.length) {
    need('CARECLOUD_TOKEN', `expected a token, or ${LOGIN.join(', ')}, got none`);
  } else if (given.CARECLOUD_TOKEN === undefined) {
    for (const name of missing)
      need(name, 'expected a value because other variables of the login are set, got none');
  }
  const perMinute = given.CARECLOUD_REQUESTS_PER_MINUTE;
  return [...problems, ...shareProblems(given, 'CARECLOUD_REQUESTS_PER_MINUTE', perMinute)];
}

function helpCrunchProblems(given: Given): readonly SettingProblem[] {
  if (!isHelpCrunchGiven(given)) return [];
  const problems: SettingProblem[] = [];
  if (given.HELPCRUNCH_API_KEY === undefined) {
    problems.push({
      variable: 'HELPCRUNCH_API_KEY',
      problem: 'expected a key because HELPCRUNCH_BASE_URL is set, got none',
    });
  }
  const perMinute = given.HELPCRUNCH_REQUESTS_PER_MINUTE ?? DEFAULTS.HELPCRUNCH_REQUESTS_PER_MINUTE;
  return [...problems, ...shareProblems(given, 'HELPCRUNCH_REQUESTS_PER_MINUTE', perMinute)];
}

/** A replica whose share of a budget is 0 could never send a request. */
function shareProblems(
  given: Given,
  budget: string,
  perMinute: string | number | undefined,
): readonly SettingProblem[] {
  const replicas = Number(given.REPLICAS);
  if (perMinute === undefined || !(replicas > Number(perMinute))) return [];
  const problem = `expected at most ${budget} (${Number(perMinute)}), so that each has a share, got "${replicas}"`;
  return [{ variable: 'REPLICAS', problem }];
}

function authProblems(given: Given): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const jwt = ['AUTH_JWKS_URL', 'AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE'];
  const missing = jwt.filter((name) => given[name] === undefined);
  if (missing.length < jwt.length) {
    for (const variable of missing) {
      problems.push({
        variable,
        problem: `expected a value, as JWT needs ${jwt.join(', ')} together, got none`,
      });
    }
  }
  const isAuthGiven = given.AUTH_API_KEYS !== undefined || missing.length < jwt.length;
  const host = given.HOST ?? DEFAULTS.HOST;
  if (given.AUTH !== undefined && isAuthGiven) {
    problems.push({
      variable: 'AUTH',
      problem: 'expected nothing together with AUTH_API_KEYS or AUTH_JWKS_URL, got "none"',
    });
  } else if (given.AUTH === undefined && !isAuthGiven && given.NODE_ENV === 'production') {
    problems.push({
      variable: 'AUTH_API_KEYS, AUTH_JWKS_URL',
      problem:
        'expected one of them in production, got none (AUTH=none turns authentication off, if you want that)',
    });
  } else if (given.AUTH === undefined && !isAuthGiven && !isLoopback(host)) {
    problems.push({
      variable: 'HOST',
      problem: `expected a loopback address as long as authentication is off (set AUTH_API_KEYS or AUTH_JWKS_URL, or AUTH=none if you want that), got ${JSON.stringify(host)}`,
    });
  }
  return problems;
}

function serverProblems(given: Given): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (isYes(given.TRUSTED_DOCUMENTS_ONLY) && given.TRUSTED_DOCUMENTS === undefined) {
    problems.push({
      variable: 'TRUSTED_DOCUMENTS',
      problem: 'expected a manifest file because TRUSTED_DOCUMENTS_ONLY is set, got none',
    });
  }
  const port = Number(given.PORT ?? DEFAULTS.PORT);
  if (given.ADMIN_PORT !== undefined && port !== 0 && Number(given.ADMIN_PORT) === port) {
    problems.push({ variable: 'ADMIN_PORT', problem: `expected another port than PORT, got "${port}"` });
  }
  return problems;
}

function isYes(value: string | undefined): boolean {
  return value === '1' || value?.toLowerCase() === 'true';
}
