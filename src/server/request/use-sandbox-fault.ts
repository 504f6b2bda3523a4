import { badRequest } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

const HEADER = 'x-sandbox-fault';
const LONGEST_DELAY_MS = 60_000;

/**
 * Simulates failing sources for one request of the sandbox, by the header `x-sandbox-fault`. A malformed header is a
 * 400.
 */
export function useSandboxFault(sources: readonly string[]): GatewayPlugin {
  return {
    onRequestParse({ request, serverContext }) {
      const header = request.headers.get(HEADER);
      if (header !== null) serverContext.requestState.sandboxFaults = readSandboxFaults(header, sources);
    },
  };
}

/**
 * How each named source should fail: `helpcrunch=503`, `carecloud=hang`, `helpcrunch=delay:3000`, several separated by
 * commas.
 *
 * @param sources Names as elsewhere: `HELPCRUNCH`. @throws A 400 that states the format.
 */
export function readSandboxFaults(header: string, sources: readonly string[]): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const part of header.split(',')) {
    const [, name = '', fault = ''] = /^\s*([a-z]+)\s*=\s*([a-z0-9:]+)\s*$/i.exec(part) ?? [];
    const source = sources.find((each) => each.toLowerCase() === name.toLowerCase());
    if (source === undefined || faults.has(source) || !isFault(fault.toLowerCase())) throw refusal(sources);
    faults.set(source, fault.toLowerCase());
  }
  return faults;
}

function isFault(text: string): boolean {
  const delay = /^delay:(\d{1,5})$/.exec(text)?.[1];
  return text === 'hang' || /^[45]\d\d$/.test(text) || (delay !== undefined && +delay <= LONGEST_DELAY_MS);
}

function refusal(sources: readonly string[]) {
  const names = sources.map((name) => name.toLowerCase()).join(' or ');
  const message = `Expected the header ${HEADER} to name each source once (${names}) with a status from 400 to 599, hang, or delay and at most ${LONGEST_DELAY_MS} milliseconds, such as helpcrunch=503, carecloud=delay:3000.`;
  return badRequest(message);
}
