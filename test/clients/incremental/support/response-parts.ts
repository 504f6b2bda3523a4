/** One part of the response to an operation with `@defer` or `@stream`. */
export interface AnswerPart {
  readonly data?: unknown;
  readonly incremental?: readonly IncrementalPart[];
  readonly hasNext: boolean;
  readonly extensions?: unknown;
}

interface IncrementalPart {
  /** Its path: `['customers', 'nodes', 2]`. */
  readonly path: readonly (string | number)[];
  readonly label?: string;
  readonly data?: object | null;
  readonly items?: readonly unknown[];
  readonly errors?: readonly { readonly message: string; readonly extensions?: object }[];
}

export type PartFormat = 'multipart/mixed' | 'text/event-stream';

/** Sends the operation with plain fetch and yields each part as soon as it arrives, in either format. */
export async function* answerParts(
  url: string,
  query: string,
  format: PartFormat,
): AsyncGenerator<AnswerPart, void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: format },
    body: JSON.stringify({ query }),
  });
  const type = response.headers.get('content-type') ?? '';
  if (!response.body || !type.startsWith(format)) throw new Error(`Expected ${format}, got ${type}.`);
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '-';
  const end = format === 'text/event-stream' ? '\n\n' : `\r\n--${boundary}`;
  const read = format === 'text/event-stream' ? eventData : mimeBody;

  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const pieces = (text + decoder.decode(chunk.value, { stream: true })).split(end);
      text = pieces.pop() ?? '';
      for (const piece of pieces) {
        const json = read(piece);
        if (json) yield JSON.parse(json);
      }
    }
  } finally {
    await reader.cancel();
  }
}

/** Merges one more part into the response: what a screen shows now. */
export function withPart(answer: unknown, part: AnswerPart): unknown {
  if (part.data !== undefined) return part.data;
  const next = structuredClone(answer);
  for (const { path, data, items } of part.incremental ?? []) {
    const parent = path.slice(0, -1).reduce(at, next) as Record<string | number, unknown>;
    const last = path.at(-1) ?? '';
    if (items) (parent as unknown as unknown[]).splice(Number(last), items.length, ...items);
    else if (data) parent[last] = { ...(parent[last] as object), ...data };
  }
  return next;
}

function at(value: unknown, key: string | number): unknown {
  return (value as Record<string | number, unknown>)[key];
}

function eventData(event: string): string {
  return /^data: ?(.+)$/m.exec(event)?.[1] ?? '';
}

function mimeBody(part: string): string {
  return part.split('\r\n\r\n')[1] ?? '';
}
