/** One thing wrong with one setting. Never holds a secret's value. */
export interface SettingProblem {
  readonly variable: string;
  /** What was expected and what came, e.g. `expected a whole number from 0 to 65535, got "http"`. */
  readonly problem: string;
}

/** Everything wrong with the settings, at once. `message` is a list for people; there is nothing to trace. */
export class SettingsError extends Error {
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(`These settings are wrong:\n${lines.join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
