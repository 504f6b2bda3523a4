import type { Settings } from '../settings/settings.ts';
import { createUpstreamClient, type UpstreamClient } from '../upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../upstream/upstream-options.ts';
import { careCloudAccess } from '../vendors/carecloud/access.ts';
import { createCareCloudSource } from '../vendors/carecloud/source.ts';
import { helpCrunchAccess } from '../vendors/helpcrunch/access.ts';
import { createHelpCrunchSource } from '../vendors/helpcrunch/source.ts';
import { explainFailure } from '../vendors/shared/explain-failure.ts';
import type { SourceAccess } from '../vendors/shared/source-access.ts';
import { type Asker, createAsker, RefusedList } from './asker.ts';
import { CARECLOUD_CHECKS } from './carecloud/checks.ts';
import { openCareCloud } from './carecloud/context.ts';
import { HELPCRUNCH_CHECKS } from './helpcrunch/checks.ts';
import { openHelpCrunch } from './helpcrunch/context.ts';
import { runChecks, type VerifiedAssumption } from './run-checks.ts';

/** The most requests one run makes. */
const MOST_REQUESTS = { careCloud: 40, helpCrunch: 25 };

export interface VerifyReport {
  readonly assumptions: readonly VerifiedAssumption[];
  /** Accounts that could not be checked, and why. */
  readonly failed: readonly { readonly source: string; readonly said: string }[];
  readonly requests: Readonly<Record<string, number>>;
}

/**
 * Verifies, read-only, whether the configured accounts behave as the gateway assumes. The report contains no data of
 * any record. @param onRequest Called before each request.
 */
export async function verify(
  settings: Settings,
  onRequest: (source: string, sent: number, most: number) => void = () => {},
): Promise<VerifyReport> {
  const { careCloud, helpCrunch } = settings;
  const assumptions: VerifiedAssumption[] = [];
  const failed: { source: string; said: string }[] = [];
  const requests: Record<string, number> = {};

  async function ask(
    client: UpstreamClient,
    access: SourceAccess,
    most: number,
    run: (asker: Asker) => ReturnType<typeof runChecks>,
  ) {
    const asker = createAsker(client, most, onRequest);
    try {
      const { verified, failure } = await run(asker);
      assumptions.push(...verified);
      if (failure !== null) throw failure;
    } catch (error) {
      const said = error instanceof RefusedList ? 'refused even a list of 20' : explainFailure(error, access);
      failed.push({ source: client.source, said });
    } finally {
      requests[client.source] = asker.sent();
      await client.close();
    }
  }

  if (careCloud) {
    const { baseUrl, requestsPerMinute } = careCloud;
    const client = clientOf(
      (openClient) => createCareCloudSource({ ...careCloud, language: 'en', openClient }),
      {
        baseUrl,
        requestsPerMinute,
      },
    );
    await ask(client, careCloudAccess(careCloud), MOST_REQUESTS.careCloud, async (asker) =>
      runChecks(client.source, CARECLOUD_CHECKS, await openCareCloud(asker, careCloud)),
    );
  }
  if (helpCrunch) {
    const { baseUrl, requestsPerMinute } = helpCrunch;
    const client = clientOf((openClient) => createHelpCrunchSource({ ...helpCrunch, openClient }), {
      baseUrl,
      requestsPerMinute,
    });
    await ask(client, helpCrunchAccess(helpCrunch), MOST_REQUESTS.helpCrunch, async (asker) =>
      runChecks(client.source, HELPCRUNCH_CHECKS, await openHelpCrunch(asker, helpCrunch)),
    );
  }
  return { assumptions, failed, requests };
}

type Parts = Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError' | 'identity'>;

/** The client that an adapter opens, with its authentication and error handling; nothing is cached. */
function clientOf(
  open: (openClient: (parts: Parts) => UpstreamClient) => unknown,
  own: Pick<UpstreamClientOptions, 'baseUrl' | 'requestsPerMinute'>,
): UpstreamClient {
  let opened: UpstreamClient | undefined;
  open((parts) => {
    opened = createUpstreamClient({ ...parts, ...own, cacheFreshMs: 0, cacheStaleMs: 0 });
    return opened;
  });
  if (opened === undefined) throw new Error('Expected the adapter to open a client, got none.');
  return opened;
}
