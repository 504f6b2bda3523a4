import { connect, type Socket } from 'node:net';

/** What hostile clients did. */
export interface Hostility {
  documents: number;
  /** Responses requested and never read, and sockets that the gateway closed because of it. */
  unread: number;
  cutOff: number;
  expensive: number;
  /** Expensive operations that were refused before any request. */
  refused: number;
}

export interface HostileClient {
  readonly url: string;
  readonly until: number;
  readonly did: Hostility;
}

/** The most sockets left unread. */
const MOST_UNREAD = 60;

const aliased = (count: number, field: (at: number) => string) =>
  `{ ${Array.from({ length: count }, (_, at) => `a${at}: ${field(at)}`).join(' ')} }`;

/** Sends new documents all the time, and requests large responses that it never reads. */
export async function flood({ url, until, did }: HostileClient): Promise<void> {
  const sockets = new Set<Socket>();
  for (let at = 0; Date.now() < until; at++) {
    await post(
      url,
      `{ ${Array.from({ length: 800 }, (_, index) => `d${at}_${index}: __typename`).join(' ')} }`,
    );
    did.documents++;
    if (at % 10 === 0 && sockets.size < MOST_UNREAD) {
      const socket = leaveUnread(url);
      did.unread++;
      sockets.add(socket);
      socket.once('close', () => {
        if (Date.now() < until) did.cutOff++;
        sockets.delete(socket);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const socket of sockets) socket.destroy();
}

/** Counts hundreds of lists in one operation, and as many as it may in another. */
export async function count({ url, until, did }: HostileClient): Promise<void> {
  for (let at = 0; Date.now() < until; at++) {
    const many = at % 10 === 0 ? 25 : 470;
    const text = await post(
      url,
      aliased(
        many,
        (index) => `customers(first: 0, filter: { lastName: "n${at}x${index}" }) { totalCount { value } }`,
      ),
    );
    did.expensive++;
    if (text.includes('OPERATION_TOO_COMPLEX') && text.includes('requests to')) did.refused++;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function post(url: string, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return await response.text();
  } catch {
    return '';
  }
}

function leaveUnread(url: string): Socket {
  const { hostname, port } = new URL(url);
  const query = aliased(
    40,
    (at) => `s${at}: __schema { types { name description fields { name description } } }`,
  );
  const body = JSON.stringify({ query });
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.on('error', () => {});
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}
