import type { Gateway } from '../gateway.ts';
import { originOf, type Started } from './started-line.ts';

type Check = Awaited<ReturnType<Gateway['checkSources']>>[number];

/** The banner for people at a terminal: the address, which sources respond, and warnings. */
export function banner({
  version,
  settings,
  port,
  adminPort,
  access,
  misspelled,
  credentials,
}: Started): string {
  const { server, sandbox, auth } = settings;
  const address = originOf(settings, port);
  const lines = [
    ...(sandbox
      ? [
          'SIMULATED DATA: no source is configured, so two simulated vendors respond. None of the people are real.',
          '',
        ]
      : []),
    ...(credentials.length > 0
      ? [`REAL CREDENTIALS ARE SET (${credentials.join(', ')}), BUT THEY ARE NOT USED.`, '']
      : []),
    `Customer gateway ${version}`,
    `GraphQL      ${address}/graphql`,
    ...(server.graphiql ? [`GraphiQL     ${address}/graphql (in a browser)`] : []),
    `Probes       ${address}/health  /ready${adminPort === null ? '  /metrics' : ''}`,
    ...(adminPort === null ? [] : [`Metrics      ${originOf(settings, adminPort)}/metrics`]),
    ...access.map(sourceLine),
    ...misspelled.map(({ name, nearest }) => `No such setting: ${name}. Was ${nearest} meant?`),
    ...(auth.required ? [] : ['Anyone who can connect may query everything: authentication is off.']),
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const frame = sandbox ? '!'.repeat(width) : '-'.repeat(width);
  return `\n${[frame, ...lines, frame].join('\n')}\n\n`;
}

/** The result of a source's start check: `CARECLOUD refused the credentials (401): check CARECLOUD_TOKEN`. */
export function checkLine({ source, outcome, said, durationMs }: Check): string {
  return outcome === 'OK' ? `${source} ${said} (${durationMs} ms)` : `${source}: ${said}`;
}

const SIGN_IN: Readonly<Record<Gateway['access'][number]['auth'], string>> = {
  TOKEN: 'with a token',
  LOGIN: 'with a login',
  API_KEY: 'with an API key',
};

function sourceLine({ source, address, auth, timeZone }: Gateway['access'][number]): string {
  const zone = timeZone === null ? '' : `, times in ${timeZone}`;
  return `${source.padEnd(12)} ${address} ${SIGN_IN[auth]}${zone}`;
}
