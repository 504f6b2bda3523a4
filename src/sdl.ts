import { createSchema } from './schema/create-schema.ts';
import { printSubgraph } from './schema/print-schema.ts';
import { VENDORS } from './schema/vendors.ts';
import { readFederationSettings } from './settings/read-settings.ts';
import { SettingsError } from './settings/settings-error.ts';
import { print } from './start/print.ts';

// npm run -s sdl: prints the SDL for publishing, the same as `_service` returns. Sends no request, and needs no
// setting.
try {
  print(printSubgraph(createSchema(VENDORS, readFederationSettings(process.env))));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
