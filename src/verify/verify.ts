import type { CustomerSource } from '../customers/customer-source.ts';
import type { Settings } from '../settings/settings.ts';
import { createUpstreamClient, type UpstreamClient } from '../upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../upstream/upstream-options.ts';
import { careCloudAccess } from '../vendors/carecloud/access.ts';
import { createCareCloudSource } from '../vendors/carecloud/source.ts';
import { TRAITS as CARECLOUD_TRAITS } from '../vendors/carecloud/traits.ts';
import { helpCrunchAccess } from '../vendors/helpcrunch/access.ts';
import { createHelpCrunchSource } from '../vendors/helpcrunch/source.ts';
import { TRAITS as HELPCRUNCH_TRAITS } from '../vendors/helpcrunch/traits.ts';
import { explainFailure } from '../vendors/shared/explain-failure.ts';
import type { SourceAccess } from '../vendors/shared/source-access.ts';
import type { TraitDefinition } from '../vendors/shared/traits/trait-book.ts';
import { type Asker, createAsker, RefusedList } from './asker.ts';
import { CARECLOUD_CHECKS } from './carecloud/checks.ts';
import { openCareCloud } from './carecloud/context.ts';
import { HELPCRUNCH_CHECKS } from './helpcrunch/checks.ts';
import { openHelpCrunch } from './helpcrunch/context.ts';
import { learnTraits, type VerifiedTrait } from './learn-traits.ts';
import { runChecks, type VerifiedAssumption } from './run-checks.ts';

/** The most requests one run makes. */
const MOST_REQUESTS = { careCloud: 40, helpCrunch: 25 };

export interface VerifyReport {
  readonly assumptions: readonly VerifiedAssumption[];
  /** What the gateway learns by itself after its start. */
  readonly traits: readonly VerifiedTrait[];
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
  const traits: VerifiedTrait[] = [];
  const failed: { source: string; said: string }[] = [];
  const requests: Record<string, number> = {};

  async function ask(
    { client, source }: Opened,
    { access, most, definitions }: Account,
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
      const learning = { left: asker.left(), onSent: asker.countSent };
      traits.push(...(await learnTraits(source, definitions, learning)));
      requests[client.source] = asker.sent();
      await client.close();
    }
  }

  if (careCloud) {
    const opened = open(careCloud, (openClient) =>
      createCareCloudSource({ ...careCloud, language: 'en', openClient }),
    );
    const account = {
      access: careCloudAccess(careCloud),
      most: MOST_REQUESTS.careCloud,
      definitions: CARECLOUD_TRAITS,
    };
    await ask(opened, account, async (asker) =>
      runChecks(opened.source.name, CARECLOUD_CHECKS, await openCareCloud(asker, careCloud)),
    );
  }
  if (helpCrunch) {
    const opened = open(helpCrunch, (openClient) => createHelpCrunchSource({ ...helpCrunch, openClient }));
    const account = {
      access: helpCrunchAccess(helpCrunch),
      most: MOST_REQUESTS.helpCrunch,
      definitions: HELPCRUNCH_TRAITS,
    };
    await ask(opened, account, async (asker) =>
      runChecks(opened.source.name, HELPCRUNCH_CHECKS, await openHelpCrunch(asker, helpCrunch)),
    );
  }
  return { assumptions, traits, failed, requests };
}

/** An account to verify. */
interface Account {
  readonly access: SourceAccess;
  /** The most requests to it. */
  readonly most: number;
  readonly definitions: Readonly<Record<string, TraitDefinition>>;
}

interface Opened {
  readonly client: UpstreamClient;
  readonly source: CustomerSource;
}

type Parts = Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError' | 'identity'>;

/** A source and its client, with its authentication and error handling; nothing is cached. */
function open(
  { baseUrl, requestsPerMinute }: Required<Pick<UpstreamClientOptions, 'baseUrl' | 'requestsPerMinute'>>,
  create: (openClient: (parts: Parts) => UpstreamClient) => CustomerSource,
): Opened {
  let client: UpstreamClient | undefined;
  const source = create((parts) => {
    client = createUpstreamClient({
      ...parts,
      baseUrl,
      requestsPerMinute,
      cacheFreshMs: 0,
      cacheStaleMs: 0,
    });
    return client;
  });
  if (client === undefined) throw new Error('Expected the adapter to open a client, got none.');
  return { client, source };
}
