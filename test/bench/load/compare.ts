import type { Entry, Scale } from '../cases/case.ts';
import type { Server } from '../peers/start-peers.ts';
import type { RunningVendors } from '../vendors.ts';
import { type Contestant, measureRounds } from './measure-rounds.ts';

/** A contestant to measure: how it starts, and which operations it gets. */
export interface Candidate {
  readonly name: string;
  readonly start: (vendors: RunningVendors) => Promise<Server>;
  readonly body: (server: Server) => string;
  /** Whether its `data` must equal that of the first candidate. */
  readonly answersAlike: boolean;
}

export interface Comparison {
  readonly entries: readonly Entry[];
  /** Those that could not be started, and why. */
  readonly absent: readonly string[];
}

/**
 * Starts all of them, checks that their responses and upstream requests are equal, measures them in turn, and stops
 * them. The first one must start; the others may be absent.
 */
export async function compare(
  vendors: RunningVendors,
  candidates: readonly Candidate[],
  scale: Scale,
): Promise<Comparison> {
  const servers: Server[] = [];
  const absent: string[] = [];
  const contestants: (Contestant & Pick<Entry, 'upstreamRequests' | 'answerBytes'>)[] = [];
  let expected: string | null = null;
  try {
    for (const [index, candidate] of candidates.entries()) {
      scale.say(`starting ${candidate.name}`);
      const server = await candidate.start(vendors).catch((error: unknown) => {
        if (index === 0) throw error;
        absent.push(`${candidate.name}: ${error instanceof Error ? error.message.slice(0, 300) : error}`);
        return null;
      });
      if (server === null) continue;
      servers.push(server);
      const body = candidate.body(server);
      let answer = '';
      const ask = async () => {
        answer = await askOnce(server.url, body);
      };
      await ask();
      const upstreamRequests = await vendors.counted(ask);
      const data = JSON.stringify((JSON.parse(answer) as { data: unknown }).data);
      expected ??= data;
      if (candidate.answersAlike && data !== expected) {
        throw new Error(
          `${candidate.name} answers otherwise than the gateway: ${difference(expected, data)}`,
        );
      }
      const name = server.version === '' ? candidate.name : `${candidate.name} ${server.version}`;
      contestants.push({
        name,
        url: server.url,
        body: () => body,
        cpuMs: () => server.cpuMs(),
        upstreamRequests,
        answerBytes: Buffer.byteLength(answer),
      });
    }
    scale.say(`measuring ${contestants.length} in turn, ${scale.rounds} rounds of ${scale.roundMs} ms`);
    const rounds = await measureRounds(contestants, scale);
    return { entries: contestants.map((each) => ({ ...each, rounds: rounds.get(each.name) ?? [] })), absent };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function askOnce(url: string, body: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-encoding': 'identity',
    },
    body,
  });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors":[')) {
    throw new Error(`Expected an answer without errors, got ${response.status}: ${text.slice(0, 500)}`);
  }
  return text;
}

function difference(expected: string, got: string): string {
  let at = 0;
  while (expected[at] === got[at]) at += 1;
  return `expected …${expected.slice(Math.max(0, at - 60), at + 60)}…, got …${got.slice(Math.max(0, at - 60), at + 60)}…`;
}
