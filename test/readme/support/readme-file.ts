import { readFileSync, writeFileSync } from 'node:fs';
import { type DocumentNode, parse } from 'graphql';

const README = new URL('../../../README.md', import.meta.url);
/** Every page with generated sections; each section is on one page. */
const PAGES = [README, new URL('../../../src/vendors/README.md', import.meta.url)];

/** `UPDATE_README=1` writes the tests' results into the README instead of comparing. */
export const isUpdating = process.env.UPDATE_README === '1';

export function readReadme(): string {
  return readFileSync(README, 'utf8');
}

export interface ReadmeExample {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly answer: unknown;
  /** The response's text, to be replaced. */
  readonly answerText: string;
  readonly line: number;
}

const EXAMPLE =
  /<!-- example -->\n```graphql\n(?<query>[\s\S]*?)```\n(?:```json variables\n(?<variables>[\s\S]*?)```\n)?```json\n(?<answer>[\s\S]*?)```/g;

/** Each query of the README that is followed by its response. */
export function readmeExamples(readme = readReadme()): readonly ReadmeExample[] {
  return [...readme.matchAll(EXAMPLE)].map((match) => {
    const { query = '', variables = '{}', answer = '' } = match.groups ?? {};
    return {
      query,
      variables: JSON.parse(variables),
      answer: JSON.parse(answer),
      answerText: match[0],
      line: readme.slice(0, match.index).split('\n').length,
    };
  });
}

/** Each GraphQL text of the README: operations, and the SDL of others. */
export function readmeDocuments(readme = readReadme()): readonly DocumentNode[] {
  return [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text));
}

export function replaceAnswer(example: ReadmeExample, answer: unknown): void {
  const updated = example.answerText.replace(
    /```json\n(?![\s\S]*```json\n)[\s\S]*```$/,
    () => `\`\`\`json\n${toReadableJson(answer)}\n\`\`\``,
  );
  writeFileSync(
    README,
    readReadme().replace(example.answerText, () => updated),
  );
}

/** The text between a section's marker and the next heading or marker. */
export function generatedSection(name: string): string {
  return textOf(name, readFileSync(pageOf(name), 'utf8'));
}

export function replaceSection(name: string, text: string): void {
  const page = pageOf(name);
  const whole = readFileSync(page, 'utf8');
  const marker = markerOf(name);
  const current = textOf(name, whole);
  const [before = '', after = ''] = whole.split(marker);
  const rest = current === '' ? `\n${after}` : after.slice(after.indexOf(current) + current.length);
  writeFileSync(page, `${before}${marker}${text}${current === '' ? '\n' : ''}${rest}`);
}

const markerOf = (name: string) => `<!-- ${name} -->\n`;

function pageOf(name: string): URL {
  const page = PAGES.find((each) => readFileSync(each, 'utf8').includes(markerOf(name)));
  if (page === undefined) throw new Error(`Expected a page with the section ${name}.`);
  return page;
}

function textOf(name: string, page: string): string {
  const [, rest = ''] = page.split(markerOf(name));
  return rest.split(/\n(?:#|<!--)|\n\n(?![|-])/)[0]?.trim() ?? '';
}

/** Words outside of code blocks. */
export function wordsOf(page = readReadme()): number {
  const prose = page.replace(/```[\s\S]*?```/g, '');
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** JSON with short objects and lists on one line. */
function toReadableJson(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (typeof value !== 'object' || value === null || flat.length + indent.length <= 100) return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((each) => inner + toReadableJson(each, inner))
    : Object.entries(value).map(
        ([key, each]) => `${inner}${JSON.stringify(key)}: ${toReadableJson(each, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
