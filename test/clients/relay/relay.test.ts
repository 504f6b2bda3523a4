import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { isUpdating } from '../../readme/support/readme-file.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { showsCustomers } from '../shows-customers.ts';
import { createRelayScreens } from './customer-screens.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const COMPILER = createRequire(import.meta.url).resolve('relay-compiler/cli.js');

showsCustomers('Relay', createRelayScreens);

it.each([
  ['schema.graphql', () => readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8')],
  ['the schema as introspected', introspectedSchema],
])('relay-compiler accepts %s, and generates the committed files', async (_name, readSchema) => {
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  try {
    await cp(join(HERE, 'relay.config.json'), join(folder, 'relay.config.json'));
    await cp(join(HERE, 'customer-screens.ts'), join(folder, 'customer-screens.ts'));
    await writeFile(join(folder, 'schema.graphql'), await readSchema());
    await promisify(execFile)(process.execPath, [COMPILER], { cwd: folder });

    const made = await readdir(join(folder, '__generated__'));
    for (const name of made) {
      const text = await readFile(join(folder, '__generated__', name), 'utf8');
      await expect(text).toMatchFileSnapshot(join(HERE, '__generated__', name));
    }
    const stale = (await readdir(join(HERE, '__generated__'))).filter((name) => !made.includes(name));
    if (isUpdating) await Promise.all(stale.map((name) => rm(join(HERE, '__generated__', name))));
    else expect(stale).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** As `npx rover graph introspect http://127.0.0.1:4000/graphql` and similar tools return it. */
async function introspectedSchema(): Promise<string> {
  await using gateway = await startGateway();
  const { data } = await gateway.query(getIntrospectionQuery());
  return printSchema(buildClientSchema(data));
}
