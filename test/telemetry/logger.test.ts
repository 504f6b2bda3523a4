import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../src/errors/gateway-error.ts';
import { createLogger, type LogFields, silentLogger } from '../../src/telemetry/logger.ts';
import { DecodeError } from '../../src/upstream/decode-error.ts';

function createLog(level: 'debug' | 'info' | 'silent' = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    level,
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  return { lines, logger };
}

const PERSONAL = 'Jan.Novak+7@example.com';

test('writes one JSON object per line, with level, time and event', () => {
  const { lines, logger } = createLog();
  logger.info('upstream request answered', {
    source: 'CARECLOUD',
    route: '/customers/{customer_id}',
    method: 'GET',
    status: 200,
    durationMs: 12,
    requestId: 'a-1_B',
  });
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: 'upstream request answered',
      source: 'CARECLOUD',
      route: '/customers/{customer_id}',
      method: 'GET',
      status: 200,
      durationMs: 12,
      requestId: 'a-1_B',
    },
  ]);
});

test('writes nothing below its level', () => {
  const { lines, logger } = createLog('info');
  logger.debug('too quiet');
  logger.warn('loud enough');
  createLog('silent').logger.error('not at all');
  silentLogger.error('not at all');
  expect(lines.map(({ level }) => level)).toEqual(['warn']);
});

describe('cannot contain personal data', () => {
  test('in a field that is not on the list', () => {
    const { lines, logger } = createLog();
    logger.info('something', { email: PERSONAL, constructor: PERSONAL } as LogFields);
    expect(JSON.stringify(lines)).not.toContain('Novak');
  });

  test.each<keyof LogFields>([
    'source',
    'route',
    'method',
    'code',
    'operationType',
    'outcome',
    'state',
    'field',
    'setting',
    'signal',
    'host',
    'requestId',
    'status',
    'durationMs',
    'error',
  ])('in %s', (field) => {
    const { lines, logger } = createLog();
    for (const value of [
      PERSONAL,
      'Jan Novák',
      '+420 602 987 654',
      '/customers/1234567',
      'Bearer x.y+z',
      { a: 'Novak' },
    ]) {
      logger.info('something', { [field]: value } as LogFields);
    }
    expect(JSON.stringify(lines)).not.toMatch(/Novak|Novák|602 987|1234567|Bearer x/);
  });

  test('in the event, even if the type check was bypassed', () => {
    const { lines, logger } = createLog();
    logger.info(`looked up ${PERSONAL}` as 'looked up');
    expect(lines[0]?.event).toBe('[withheld]');
    // @ts-expect-error A text put together at run time is no literal.
    logger.info(String(PERSONAL));
    expect(JSON.stringify(lines)).not.toContain('Novak');
  });

  test('in errors: name, code, frames and causes stay, messages do not', () => {
    const { lines, logger } = createLog();
    const root = Object.assign(new Error(`connect to ${PERSONAL}\n    at ${PERSONAL} (/x.js:1:1)`), {
      code: 'ECONNREFUSED',
      data: PERSONAL,
    });
    const cause = new AggregateError([root, PERSONAL], PERSONAL);
    logger.error('operation failed', {
      error: new UpstreamError('UPSTREAM_UNAVAILABLE', 'HELPCRUNCH', PERSONAL, { cause }),
    });
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/Novak|example\.com/);
    expect(lines[0]?.error).toMatchObject({
      name: 'UpstreamError',
      code: 'UPSTREAM_UNAVAILABLE',
      source: 'HELPCRUNCH',
      at: expect.arrayContaining([expect.stringContaining('logger.test.ts')]),
      cause: { name: 'AggregateError', parts: [{ name: 'Error', code: 'ECONNREFUSED' }, { name: 'string' }] },
    });
  });

  test('in anything else that was thrown', () => {
    const { lines, logger } = createLog();
    for (const error of [
      PERSONAL,
      { message: PERSONAL },
      null,
      Object.assign(new Error('x'), { name: PERSONAL, code: PERSONAL }),
    ]) {
      logger.error('operation failed', { error });
    }
    expect(JSON.stringify(lines)).not.toContain('Novak');
  });

  test('but shows what a decoder expected', () => {
    const { lines, logger } = createLog();
    logger.warn('upstream request failed', {
      error: new DecodeError('expected an array at data.customers, got null'),
    });
    expect(lines[0]?.error).toMatchObject({ detail: 'expected an array at data.customers, got null' });
    logger.warn('upstream request failed', { error: new DecodeError(`expected no ${PERSONAL}`) });
    expect(lines[1]?.error).toMatchObject({ detail: '[withheld]' });
  });
});

test('handles circular causes', () => {
  const { lines, logger } = createLog();
  const error = new Error('x');
  error.cause = error;
  logger.error('operation failed', { error });
  expect(lines).toHaveLength(1);
});
