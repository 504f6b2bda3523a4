import type { Socket } from 'node:net';

export interface SocketWatchOptions {
  /** How long a socket may hold unread response bytes. */
  readonly mostMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** The parts of a socket that are watched. */
type Watched = Pick<Socket, 'bytesRead' | 'writableLength' | 'on' | 'once' | 'destroy'>;

/** The open connections of one port. Finds those whose clients do not read, and those that never sent anything. */
export class SocketWatch {
  readonly #options: SocketWatchOptions;
  /** Since when each socket has held unread bytes; null if it holds none. */
  readonly #fullSince = new Map<Watched, number | null>();

  constructor(options: SocketWatchOptions) {
    this.#options = options;
  }

  add(socket: Watched): void {
    this.#fullSince.set(socket, null);
    socket.on('drain', () => this.#fullSince.set(socket, null));
    socket.once('close', () => this.#fullSince.delete(socket));
  }

  /** Destroys sockets that have not drained for too long. Call it every few seconds. */
  sweep(): void {
    const { now, mostMs } = this.#options;
    const at = now();
    for (const [socket, since] of this.#fullSince) {
      if (socket.writableLength === 0) this.#fullSince.set(socket, null);
      else if (since === null) this.#fullSince.set(socket, at);
      else if (at - since >= mostMs) socket.destroy();
    }
  }

  /** Destroys sockets that never sent a byte, so that no request is pending on them. */
  closeSilent(): void {
    for (const socket of this.#fullSince.keys()) if (socket.bytesRead === 0) socket.destroy();
  }
}
