import { fstatSync, write as writeFile, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Writes a text and calls back when it is written, or with the error. */
type Send = (text: string, done: (error?: Error | null) => void) => void;

export interface LogOutputOptions {
  readonly send: Send;
  /** Called with the number of lines lost: the disk is full, or nothing reads the output. */
  readonly onLost: (lines: number) => void;
  /** The most bytes that may wait to be written. */
  readonly mostBytes?: number;
}

const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Writes log lines without letting failures affect the process. The queue is bounded; lines that cannot be written are
 * counted and dropped. Lines that arrive during a write go out together in the next one.
 */
export class LogOutput {
  readonly #options: LogOutputOptions;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #isWriting = false;

  constructor(options: LogOutputOptions) {
    this.#options = options;
  }

  write(line: string): void {
    if (this.#waitingBytes + line.length > (this.#options.mostBytes ?? MOST_BYTES)) {
      this.#options.onLost(1);
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (!this.#isWriting) this.#send();
  }

  /** Returns what still waits, for a last attempt at the end of the process. */
  takeAll(): string {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingBytes = 0;
    return text;
  }

  #send(): void {
    const lines = this.#waiting.length;
    if (lines === 0) return;
    this.#isWriting = true;
    this.#options.send(this.takeAll(), (error) => {
      this.#isWriting = false;
      if (error) this.#options.onLost(lines);
      this.#send();
    });
  }
}

/** Standard output, written to asynchronously. */
export function openStandardOutput(onLost: (lines: number) => void): LogOutput {
  const isFile = writesToFile();
  if (!isFile) process.stdout.on('error', () => undefined);
  const output = new LogOutput({ send: isFile ? sendToFile : sendToStream, onLost });
  process.on('exit', () => {
    const rest = output.takeAll();
    if (rest === '') return;
    try {
      if (isFile) writeSync(STDOUT, rest);
      else process.stdout.write(rest);
    } catch {
      // The process is ending, so the error cannot be reported.
    }
  });
  return output;
}

const STDOUT = 1;

/** Node writes to files synchronously and throws if the disk is full. */
function writesToFile(): boolean {
  try {
    const about = fstatSync(STDOUT);
    return about.isFile() || (about.isCharacterDevice() && !isatty(STDOUT));
  } catch {
    return true;
  }
}

const sendToFile: Send = (text, done) => {
  const bytes = Buffer.from(text);
  const from = (at: number) =>
    writeFile(STDOUT, bytes, at, (error, written) => {
      if (error || at + written >= bytes.length) done(error);
      else from(at + written);
    });
  from(0);
};

const sendToStream: Send = (text, done) => {
  if (process.stdout.destroyed) setImmediate(done, new Error('nothing reads standard output'));
  else process.stdout.write(text, done);
};
