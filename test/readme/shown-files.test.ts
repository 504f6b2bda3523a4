import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readReadme } from './support/readme-file.ts';

const SHOWN = /<!-- file (?<path>\S+) -->\n```\w+\n(?<text>[\s\S]*?)```/g;

it('shows code in the README as it stands in the file named, which tests run', () => {
  const shown = [...readReadme().matchAll(SHOWN)];
  expect(shown.length).toBeGreaterThan(0);
  for (const { groups: { path = '', text = '' } = {} } of shown) {
    expect(text.length, path).toBeGreaterThan(0);
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path).toContain(text);
  }
});
