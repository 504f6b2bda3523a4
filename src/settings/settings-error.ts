/** One problem with one setting. Never contains a secret's value. */
export interface SettingProblem {
  readonly variable: string;
  /** What was expected and what was received, e.g. `expected a whole number from 0 to 65535, got "http"`. */
  readonly problem: string;
}

/** All problems with the settings. `message` is a list for people, without a stack. */
export class SettingsError extends Error {
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(`These settings are wrong:\n${lines.join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
