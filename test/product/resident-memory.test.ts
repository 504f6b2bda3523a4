import { expect, it } from 'vitest';
import { freePort, node, startChild } from '../bench/child.ts';
import { readMetrics } from '../bench/load/read-metrics.ts';

const many = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

/** Documents of any form, each with a different name in them. */
const SHAPES: readonly ((name: string) => string)[] = [
  (name) => `{ ${many(300, (at) => `${name}_${at}: __typename`)} }`,
  (name) => `{ ${many(30, (at) => `${name}_${at}`)} }`,
  (name) => `{ ${many(300, (at) => `${name}_${at}: __typename`)} }`,
  (name) => `{ ${many(200, (at) => `${name}_${at}`)}`,
  (name) => `{ ${many(300, (at) => `${name}_${at}: __typename`)} }`,
  (name) => `{ ${name}: node(id: "${'x'.repeat(10_000)}") { id } }`,
  (name) => `{ ${many(50, () => `...${name}`)} } fragment ${name} on Query { __typename }`,
  (name) => {
    const spread = (at: number) => (at < 5 ? many(5, () => `...${name}${at + 1}`) : '__typename');
    const fragments = many(5, (at) => `fragment ${name}${at + 1} on Query { ${spread(at + 1)} }`);
    return `{ ${spread(0)} } ${fragments}`;
  },
];

it('2,000 different documents leave a process below twice its initial size', async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gateway = await startChild({
    ...node('src/main.ts'),
    env: { SANDBOX: '1', PORT: String(port), LOG_LEVEL: 'silent' },
    readyUrl: `${origin}/health`,
  });
  try {
    const post = async (query: string) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query });
      await (await fetch(`${origin}/graphql`, { method: 'POST', headers, body })).arrayBuffer();
    };
    const size = async () => (await readMetrics(new URL('/metrics', origin))).residentMb;
    /** Eight at a time. */
    const send = (count: number, prefix: string) =>
      Promise.all(
        Array.from({ length: 8 }, async (_, lane) => {
          for (let at = lane; at < count; at += 8)
            await post(SHAPES[at % SHAPES.length]?.(`${prefix}${at}`) ?? '');
        }),
      );
    await send(80, 'w');
    const start = await size();
    await send(2_000, 'n');
    expect(await size()).toBeLessThan(2 * start);
  } finally {
    await gateway.stop();
  }
}, 240_000);
