import { safeDetail, safeWord } from './safe-text.ts';

/** An error as logged. Messages are left out, because they may quote a value, a body or a URL. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string;
  readonly source?: string;
  /** Only for errors whose `isSafeToLog` declares that the message contains no values. */
  readonly detail?: string;
  /** Stack frames only. */
  readonly at?: readonly string[];
  readonly cause?: LoggedError;
  /** The parts of an AggregateError. */
  readonly parts?: readonly LoggedError[];
}

/** An error whose message never contains a value sets `isSafeToLog = true`, and the log shows it. */
export interface SafeToLog {
  readonly isSafeToLog: true;
}

const MOST_CAUSES = 6;
const MOST_FRAMES = 12;
const MOST_PARTS = 4;

/** Converts anything thrown for the log: name, code, stack frames and causes. */
export function toLoggedError(thrown: unknown, depth = 0): LoggedError {
  if (!(thrown instanceof Error)) return { name: safeWord(typeof thrown) };
  const { code, source, isSafeToLog, errors } = thrown as Error & Partial<Record<string, unknown>>;
  const isDeep = depth >= MOST_CAUSES;
  return {
    name: safeWord(thrown.name),
    ...(typeof code === 'string' && { code: safeWord(code) }),
    ...(typeof source === 'string' && { source: safeWord(source) }),
    ...(isSafeToLog === true && { detail: safeDetail(thrown.message) }),
    ...(depth === 0 && { at: framesOf(thrown) }),
    ...(thrown.cause !== undefined && !isDeep && { cause: toLoggedError(thrown.cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      !isDeep && { parts: errors.slice(0, MOST_PARTS).map((part) => toLoggedError(part, depth + 1)) }),
  };
}

/** The stack's frame lines, without the message, which may have several lines. */
function framesOf(error: Error): readonly string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const head = `${error.name}: ${error.message}`;
  const rest = stack.startsWith(head) ? stack.slice(head.length) : stack;
  return rest
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^at (?:async )?[\w$.<>[\] #]*\(?(?:file:|node:|\/|[A-Za-z]:\\)[^()@]*:\d+:\d+\)?$/.test(line),
    )
    .slice(0, MOST_FRAMES);
}
