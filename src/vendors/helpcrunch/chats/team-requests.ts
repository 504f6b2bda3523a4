import type { SourceCall } from '../../../customers/source-call.ts';
import { type DecodeReport, toBoolean } from '../../shared/json.ts';
import type { LaneOptions, LaneRequests } from '../../shared/lane-requests.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { getRequest, pageQuery } from './get-request.ts';
import { decodeAgent, decodeApplication, decodeDepartment, decodeTeam } from './wire/decode-chat.ts';

/** A catalogue that is fresh for an hour may be a day old if HelpCrunch fails. */
const CATALOGUE_STALE_MS = 86_400_000;

/** The team's online state changes every minute. */
const ORGANIZATION: LaneOptions = {
  name: 'organization',
  freshMs: 60_000,
  staleMs: 0,
  ignoresNoCache: true,
};

const DECODERS = {
  agents: decodeAgent,
  departments: decodeDepartment,
  applications: decodeApplication,
} as const;

export type Team = keyof typeof DECODERS;

export interface TeamRequestsOptions {
  readonly lanes: LaneRequests;
  /** CATALOGUE_TTL_SECONDS in milliseconds. */
  readonly catalogueFreshMs: number;
  readonly report: DecodeReport;
}

/** HelpCrunch's requests for who works there. */
export interface TeamRequests {
  /** A catalogue's entries by id. */
  entries(name: Team, call: SourceCall): Promise<ReadonlyMap<string, unknown>>;
  /** Null if HelpCrunch does not say. */
  isOnline(call: SourceCall): Promise<boolean | null>;
}

export function createTeamRequests({
  lanes,
  catalogueFreshMs: freshMs,
  report,
}: TeamRequestsOptions): TeamRequests {
  const staleMs = freshMs === 0 ? 0 : CATALOGUE_STALE_MS;

  function page(name: Team, offset: number, call: SourceCall) {
    // Paging is documented only for agents, so the first page of any list is requested without it.
    const query = offset === 0 ? [] : pageQuery({ offset, limit: LARGEST_PAGE });
    return lanes.send(
      {
        ...getRequest(`/${name}`, query),
        decode: (body) => decodeTeam<unknown>(body, DECODERS[name], report),
        countRows: ({ rows }) => rows.length,
      },
      { name: `catalogue.${name}`, freshMs, staleMs, ignoresNoCache: true },
      call,
    );
  }

  return {
    async entries(name, call) {
      const entries: (readonly [string, unknown])[] = [];
      for (let came = 0; ; ) {
        const found = await page(name, came, call);
        entries.push(...found.rows);
        came += found.came;
        const isLast =
          found.total === null ? name !== 'agents' || found.came < LARGEST_PAGE : came >= found.total;
        if (found.came === 0 || isLast) return new Map(entries);
      }
    },

    isOnline(call) {
      return lanes.send<boolean | null>(
        { ...getRequest('/organization'), decode: decodeOnline },
        ORGANIZATION,
        call,
      );
    },
  };
}

function decodeOnline(body: unknown): boolean | null {
  const { teamOnline } = (typeof body === 'object' && body !== null ? body : {}) as { teamOnline?: unknown };
  return toBoolean(teamOnline);
}
