import { readSettings } from './settings/read-settings.ts';
import { SettingsError } from './settings/settings-error.ts';
import { print } from './start/print.ts';
import { exitCodeOf, printReport } from './verify/print-report.ts';
import { verify } from './verify/verify.ts';

// npm run verify: checks whether the configured accounts behave as the gateway assumes.
try {
  const settings = readSettings(process.env);
  if (settings.careCloud === null && settings.helpCrunch === null) {
    throw new Error('Expected at least one real account in the settings, got none. See npm start -- --help.');
  }
  const report = await verify(settings, (source, sent, most) => {
    process.stderr.write(`${source}: request ${sent} of at most ${most}\n`);
  });
  const isJson = process.argv.includes('--json');
  print(isJson ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
  process.exitCode = exitCodeOf(report);
} catch (error) {
  const isOurs = error instanceof SettingsError || error instanceof Error;
  process.stderr.write(`${isOurs ? error.message : 'The check failed.'}\n`);
  process.exitCode = 2;
}
