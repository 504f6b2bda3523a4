import { DESCRIPTIONS, SETTINGS_GROUPS, type VariableDescription, withoutValue } from './descriptions.ts';
import type { Variables } from './variables.ts';

type Described = VariableDescription & { readonly name: keyof Variables; readonly default: string };

/** The README's table of settings. */
export function printSettingsTable(): string {
  const rows = groups().flatMap(({ variables }) =>
    variables.map(({ name, meaning, default: value }) => `| \`${name}\` | ${value} | ${meaning} |`),
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** The text of `npm start -- --help`. */
export function printHelp(version: string): string {
  const sections = groups().map(({ group, variables }) => {
    const width = Math.max(...variables.map(({ name }) => name.length));
    const lines = variables.map(
      ({ name, meaning, default: value }) =>
        `  ${name.padEnd(width)}  ${plain(meaning)}${value === '–' ? '' : ` (default: ${plain(value)})`}`,
    );
    return [`${group}:`, ...lines].join('\n');
  });
  return `${[
    `Customer gateway ${version}: one GraphQL API over CareCloud and HelpCrunch.`,
    'Usage: npm start [-- --help | --version]',
    'All settings are environment variables. Without any, the gateway serves two simulated vendors.',
    ...sections,
    'npm run verify checks whether the configured accounts behave as the gateway assumes.',
  ].join('\n\n')}\n`;
}

/** The text of `.env.example`: every setting, commented out. */
export function printEnvExample(): string {
  const sections = groups().map(({ group, variables }) =>
    [
      `# ${group}`,
      ...variables.flatMap(({ name, meaning, default: value, example, isSecret }) => [
        `# ${plain(meaning)}${value === '–' ? '' : ` (default: ${plain(value)})`}`,
        `#${name}=${example ?? (isSecret || value === '–' ? '' : plain(value))}`,
      ]),
    ].join('\n'),
  );
  return `${['# Copy to .env, which git ignores, and remove the # from the settings you use.', ...sections].join('\n\n')}\n`;
}

function groups() {
  const all = Object.entries(DESCRIPTIONS).map(
    ([name, description]): Described => ({
      ...description,
      name: name as keyof Variables,
      default: withoutValue(name as keyof Variables),
    }),
  );
  return SETTINGS_GROUPS.map((group) => ({ group, variables: all.filter((each) => each.group === group) }));
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
