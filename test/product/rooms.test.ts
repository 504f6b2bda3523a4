import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The rules of .dependency-cruiser.cjs, applied to files of an unknown vendor.
const planted: Readonly<Record<string, string>> = {
  'tsconfig.json': '{}',
  'src/errors/error-codes.ts': 'export const code = 1;\n',
  'src/customers/customer-source.ts': 'export const port = 1;\n',
  'src/settings/settings.ts': 'export const settings = 1;\n',
  'src/vendors/shared/json.ts': 'export const json = 1;\n',
  'src/vendors/helpcrunch/wire/decode.ts': 'export const decode = 1;\n',
  'src/vendors/acme/wire.ts': "import '../../errors/error-codes.ts';\n",
  'src/vendors/acme/source.ts': [
    "import '../../customers/customer-source.ts';",
    "import '../shared/json.ts';",
    "import './wire.ts';",
  ].join('\n'),
  'src/vendors/acme/reaches-over.ts': "import '../helpcrunch/wire/decode.ts';\n",
  'src/vendors/acme/reaches-up.ts': "import '../../settings/settings.ts';\n",
  'src/vendors/helpcrunch/reaches-over.ts': "import '../acme/wire.ts';\n",
  'src/vendors/shared/reaches-over.ts': "import '../acme/wire.ts';\n",
  'src/schema/shared/enums.ts': 'export const enums = 1;\n',
  'src/schema/help-crunch/customer.ts': "import '../shared/enums.ts';\n",
  'src/schema/acme/customer.ts': "import '../shared/enums.ts';\nimport '../help-crunch/customer.ts';\n",
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  for (const [path, text] of Object.entries(planted)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});

afterAll(() => rm(folder, { recursive: true }));

test('no vendor’s folder may import another’s, whatever their names', async () => {
  expect(await violations(folder)).toEqual([
    'room-vendor: src/vendors/acme/reaches-over.ts → src/vendors/helpcrunch/wire/decode.ts',
    'room-vendor: src/vendors/acme/reaches-up.ts → src/settings/settings.ts',
    'room-vendor: src/vendors/helpcrunch/reaches-over.ts → src/vendors/acme/wire.ts',
    'room-vendors-shared: src/vendors/shared/reaches-over.ts → src/vendors/acme/wire.ts',
    'schema-of-one-vendor: src/schema/acme/customer.ts → src/schema/help-crunch/customer.ts',
  ]);
}, 60_000);

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/** The violations below `src/` of a folder, sorted: `rule: from → to`. */
async function violations(cwd: string): Promise<readonly string[]> {
  const bin = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = resolve('.dependency-cruiser.cjs');
  const args = [bin, '--config', config, '--output-type', 'json', 'src'];
  // It exits with the number of violations; the report is complete anyway.
  const text = await new Promise<string>((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1e7 }, (_error, stdout) => done(stdout));
  });
  const { summary } = JSON.parse(text) as Report;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted();
}
