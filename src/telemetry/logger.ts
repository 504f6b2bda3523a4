import { type DestinationStream, pino } from 'pino';
import { type LoggedError, toLoggedError } from './error-for-log.ts';
import { openStandardOutput } from './log-output.ts';
import {
  safeAdvice,
  safeCaller,
  safeHash,
  safeHost,
  safeId,
  safeName,
  safeRoute,
  safeSentence,
  safeWord,
} from './safe-text.ts';

/** All fields of a log line besides time, level and event. Nothing else can be logged. */
export interface LogFields {
  readonly requestId?: string;
  /** A source's name: `CARECLOUD`. */
  readonly source?: string;
  /** The documented path, with placeholders. */
  readonly route?: string;
  readonly lane?: string;
  readonly method?: string;
  /** An HTTP status. */
  readonly status?: number;
  readonly durationMs?: number;
  readonly waitMs?: number;
  readonly retryAfterSeconds?: number;
  /** Which attempt of a retried request, from 1. */
  readonly attempt?: number;
  readonly count?: number;
  readonly requestsPerMinute?: number;
  readonly requestsSent?: number;
  readonly cacheHits?: number;
  readonly errorCount?: number;
  readonly host?: string;
  readonly port?: number;
  /** A code of the error table or of the system: `UPSTREAM_TIMEOUT`, `ECONNRESET`. */
  readonly code?: string;
  /** `query`, `mutation` or `subscription`. */
  readonly operationType?: string;
  /** The caller: an API key's name, or a hash. */
  readonly caller?: string;
  /** A GraphQL name; withheld if longer than 64 characters. */
  readonly operationName?: string;
  /** SHA-256 of the document. */
  readonly document?: string;
  /** HTTP requests sent, by source. */
  readonly requests?: Readonly<Record<string, number>>;
  /** The status of each source that was needed: `{ HELPCRUNCH: 'REJECTED' }`. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Undocumented traits of a source: `{ 'search.batch': '50' }`. */
  readonly traits?: Readonly<Record<string, string>>;
  readonly outcome?: string;
  readonly state?: string;
  /** The name of a field that did not decode. */
  readonly field?: string;
  /** The name of a setting, never its value. */
  readonly setting?: string;
  /** The setting that was probably meant. */
  readonly nearest?: string;
  /** What is wrong and what to do, in fixed words. */
  readonly advice?: string;
  /** A process signal: `SIGTERM`. */
  readonly signal?: string;
  /** Anything thrown: logged as name, code, stack frames and causes, without messages. */
  readonly error?: unknown;
}

type Safe = string | number | boolean;
type Translate = (value: unknown) => Safe | LoggedError | Readonly<Record<string, Safe>>;

const asNumber = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : -1;

/** A value per source. */
const bySource =
  (translate: (value: unknown) => Safe): Translate =>
  (value) =>
    Object.fromEntries(
      Object.entries(value ?? {}).map(([source, each]) => [safeWord(source), translate(each)]),
    );

const TRANSLATE: Readonly<Record<keyof LogFields, Translate>> = {
  requestId: safeId,
  source: safeWord,
  route: safeRoute,
  lane: safeWord,
  method: safeWord,
  status: asNumber,
  durationMs: asNumber,
  waitMs: asNumber,
  retryAfterSeconds: asNumber,
  attempt: asNumber,
  count: asNumber,
  requestsPerMinute: asNumber,
  requestsSent: asNumber,
  cacheHits: asNumber,
  errorCount: asNumber,
  host: safeHost,
  port: asNumber,
  code: safeWord,
  operationType: safeWord,
  caller: safeCaller,
  operationName: safeName,
  document: safeHash,
  requests: bySource(asNumber),
  sources: bySource(safeWord),
  traits: bySource((value) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : safeWord(value))),
  outcome: safeWord,
  state: safeWord,
  field: safeWord,
  setting: safeWord,
  nearest: safeWord,
  advice: safeAdvice,
  signal: safeWord,
  error: (value) => toLoggedError(value),
};

/** Accepts only literal texts from the source code: a `string` built at run time does not compile. */
type Literal<Text extends string> = string extends Text ? never : Text;

type LogMethod = <Event extends string>(event: Literal<Event>, fields?: LogFields) => void;

/**
 * Structured log lines that cannot contain personal data: the event is a literal, the fields are a closed list, and a
 * field's value is logged only in the format that our own code produces. Rooms take the levels they use as a `Pick`.
 */
export type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogMethod>>;

export interface LoggerOptions {
  /** Lines below it are dropped; default `info`. `silent` drops all. */
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Default: standard output, one JSON object a line. */
  readonly destination?: DestinationStream;
  /** Called with the number of lines that could not be written to standard output. */
  readonly onLost?: (lines: number) => void;
}

export function createLogger({ level = 'info', destination, onLost }: LoggerOptions = {}): Logger {
  const settings = {
    level,
    base: null,
    timestamp: createTimestamp(),
    messageKey: 'event',
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = pino(settings, destination ?? outputAt(level, onLost));
  const method =
    (name: keyof Logger): LogMethod =>
    (event, fields) => {
      if (sink.isLevelEnabled(name)) sink[name](toSafeFields(fields), safeSentence(event));
    };
  return { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') };
}

function outputAt(level: string, onLost: LoggerOptions['onLost']): DestinationStream {
  if (level === 'silent') return { write: () => undefined };
  return openStandardOutput(onLost ?? (() => undefined));
}

/** Pino's `isoTime`, formatted once for all lines of a millisecond. */
function createTimestamp(): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      text = `,"time":"${new Date(now).toISOString()}"`;
    }
    return text;
  };
}

function toSafeFields(fields: LogFields = {}): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name as keyof LogFields];
    if (value !== undefined && Object.hasOwn(TRANSLATE, name)) {
      safe[name] = TRANSLATE[name as keyof LogFields](value);
    }
  }
  return safe;
}

/** Logs nothing; for tests and tools. */
export const silentLogger: Logger = createLogger({ level: 'silent' });
