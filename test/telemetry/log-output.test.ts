import { describe, expect, it } from 'vitest';
import { LogOutput } from '../../src/telemetry/log-output.ts';

/** An output that accepts a text on request. */
function setUp(mostBytes?: number) {
  const sent: string[] = [];
  const lost: number[] = [];
  let done: (error?: Error) => void = () => undefined;
  const output = new LogOutput({
    send: (text, then) => {
      sent.push(text);
      done = then;
    },
    onLost: (lines) => lost.push(lines),
    ...(mostBytes !== undefined && { mostBytes }),
  });
  return { output, sent, lost, settle: (error?: Error) => done(error) };
}

describe('log output', () => {
  it('writes lines that arrive during a write together', () => {
    const { output, sent, lost, settle } = setUp();
    for (const line of ['a\n', 'b\n', 'c\n']) output.write(line);
    expect(sent).toEqual(['a\n']);
    settle();
    expect(sent).toEqual(['a\n', 'b\nc\n']);
    settle();
    expect(lost).toEqual([]);
  });

  it('continues after lines that could not be written, and counts them', () => {
    const { output, sent, lost, settle } = setUp();
    output.write('a\n');
    output.write('b\n');
    output.write('c\n');
    settle();
    settle(new Error('ENOSPC'));
    expect(lost).toEqual([2]);
    output.write('d\n');
    expect(sent.at(-1)).toBe('d\n');
  });

  it('holds no more than its bound while nothing reads, and counts the rest', () => {
    const { output, sent, lost } = setUp(10);
    for (let line = 0; line < 100; line++) output.write('12345\n');
    expect(lost).toHaveLength(98);
    expect([sent.join(''), output.takeAll()]).toEqual(['12345\n', '12345\n']);
  });
});
