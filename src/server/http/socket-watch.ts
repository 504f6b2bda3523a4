import type { Socket } from 'node:net';

export interface SocketWatchOptions {
  /** How long a socket may hold bytes of an answer that its client does not take. */
  readonly mostMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** A socket as far as it is watched. */
type Watched = Pick<Socket, 'bytesRead' | 'writableLength' | 'on' | 'once' | 'destroy'>;

/** The open connections of one port: finds those whose clients do not read, and those that never said anything. */
export class SocketWatch {
  readonly #options: SocketWatchOptions;
  /** Since when each socket has been seen holding bytes; null: it holds none. */
  readonly #fullSince = new Map<Watched, number | null>();

  constructor(options: SocketWatchOptions) {
    this.#options = options;
  }

  add(socket: Watched): void {
    this.#fullSince.set(socket, null);
    socket.on('drain', () => this.#fullSince.set(socket, null));
    socket.once('close', () => this.#fullSince.delete(socket));
  }

  /** Destroys the sockets that have not drained for too long. To be called every few seconds. */
  sweep(): void {
    const { now, mostMs } = this.#options;
    const at = now();
    for (const [socket, since] of this.#fullSince) {
      if (socket.writableLength === 0) this.#fullSince.set(socket, null);
      else if (since === null) this.#fullSince.set(socket, at);
      else if (at - since >= mostMs) socket.destroy();
    }
  }

  /** Destroys the sockets that never sent a byte: no request of theirs is waited for. */
  closeSilent(): void {
    for (const socket of this.#fullSince.keys()) if (socket.bytesRead === 0) socket.destroy();
  }
}
