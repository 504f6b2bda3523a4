process.stdout.on('error', () => undefined);

/** Writes to standard output. If that fails (disk full, nothing reads it), the process continues. */
export function print(text: string): void {
  try {
    process.stdout.write(text);
  } catch {
    // Lost log lines are counted; this line is only for people watching the start.
  }
}
