import type { VerifiedTrait } from './learn-traits.ts';
import type { VerifyReport } from './verify.ts';

const WORDS = { HOLDS: 'holds', WRONG: 'WRONG', CANNOT_TELL: 'cannot tell' } as const;

/** The report for people, with what is wrong first. */
export function printReport({ assumptions, traits, failed, requests }: VerifyReport): string {
  const rank = { WRONG: 0, CANNOT_TELL: 1, HOLDS: 2 };
  const lines = [...assumptions]
    .sort((a, b) => rank[a.result] - rank[b.result])
    .flatMap(({ source, assumption, result, seen, todo, otherwise }) => [
      `${WORDS[result].padEnd(12)} ${source} ${assumption}: ${seen}`,
      ...(result === 'WRONG' ? [`${' '.repeat(13)}→ ${todo ?? otherwise}`] : []),
    ]);
  const count = (result: keyof typeof WORDS) => assumptions.filter((each) => each.result === result).length;
  const spent = Object.entries(requests).map(([source, number]) => `${source} ${number}`);
  const newsFirst = (a: VerifiedTrait, b: VerifiedTrait) => Number(isAsAssumed(a)) - Number(isAsAssumed(b));
  return `${[
    ...failed.map(({ source, said }) => `could not check ${source}: ${said}`),
    ...lines,
    ...[...traits].sort(newsFirst).flatMap(traitLines),
    `${count('HOLDS')} hold, ${count('WRONG')} wrong, ${count('CANNOT_TELL')} cannot be told. Requests: ${spent.join(', ')}.`,
  ].join('\n')}\n`;
}

const isAsAssumed = ({ value, assumed }: VerifiedTrait) => value === assumed;

/** A trait in words. One that differs costs something, but is no fault: the gateway adapts to it. */
function traitLines(trait: VerifiedTrait): readonly string[] {
  const { source, name, value, learned, assumed, otherwise } = trait;
  const label = `${'trait'.padEnd(12)} ${source} ${name} = ${value}`;
  if (isAsAssumed(trait)) return [`${label} (${learned ? 'learned' : 'assumed'})`];
  return [`${label} (assumed: ${assumed})`, `${' '.repeat(13)}→ ${otherwise}`];
}

/** 2: an account could not be checked; 1: something is wrong; else 0. */
export function exitCodeOf({ assumptions, failed }: VerifyReport): 0 | 1 | 2 {
  if (failed.length > 0) return 2;
  return assumptions.some(({ result }) => result === 'WRONG') ? 1 : 0;
}
