process.stdout.on('error', () => undefined);

/** Writes to standard output; when it takes nothing (disk full, nobody reads) the process goes on without. */
export function print(text: string): void {
  try {
    process.stdout.write(text);
  } catch {
    // The log's lines are counted; this one is for whoever watches the start.
  }
}
