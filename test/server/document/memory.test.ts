import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const many = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at));

/** Documents within every limit, each time with a different name in them. */
const SHAPES: readonly (readonly [string, (name: string) => string])[] = [
  ['of aliases', (name) => `{ ${many(800, (at) => `${name}_${at}: __typename`).join(' ')} }`],
  ['of unknown fields', (name) => `{ ${many(400, (at) => `${name}_${at}`).join(' ')} }`],
  ['that are no documents', (name) => `{ ${many(800, (at) => `${name}_${at}`).join(' ')}`],
  ['of one long text', (name) => `{ ${name}: may(scope: "${'x'.repeat(50_000)}") }`],
  [
    'of fragments',
    (name) => `{ ${many(200, () => `...${name}`).join(' ')} } fragment ${name} on Query { hello }`,
  ],
];

it.each(SHAPES)(
  '80 documents %s, sent once, leave almost no memory behind',
  async (_, document) => {
    const gateway = tinyGateway();
    for (const name of many(10, (at) => `w${at}`)) await gateway.post(document(name));
    const before = heapInUse();
    for (const name of many(80, (at) => `n${at}`)) await gateway.post(document(name));
    expect(heapInUse() - before).toBeLessThan(8e6);
  },
  60_000,
);

it('60 documents of 3,300 fields, sent four times and so cached with plans, stay within the bound', async () => {
  const gateway = tinyGateway({ MAX_COMPLEXITY: '100000' });
  const before = heapInUse();
  for (const name of many(60, (at) => `n${at}`)) {
    const document = `{ ${many(3_300, (at) => `${name}_${at}: __typename`).join(' ')} }`;
    for (const _ of [1, 2, 3, 4]) expect((await gateway.post(document)).status).toBe(200);
  }
  expect(heapInUse() - before).toBeLessThan(32e6);
}, 60_000);
