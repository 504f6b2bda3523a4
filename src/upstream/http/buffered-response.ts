import type { Dispatcher } from 'undici';
import { TransportFailure, toTransportFailure } from './transport-failure.ts';
import { unpackBody } from './unpack-body.ts';
import { utf8Text } from './utf8-text.ts';

/** A complete response. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Work that can be cancelled. */
export interface Cancellable {
  /** Calls back when the work is cancelled; the returned function removes the callback. */
  onCancel(callback: () => void): () => void;
}

/**
 * Collects one response from undici's parser. It uses `dispatch` instead of `request`, because a stream, an abort
 * signal and an async resource per request cost as much as the request itself (measured: a third of it).
 */
export class BufferedResponse implements Dispatcher.DispatchHandler {
  readonly response: Promise<WireResponse>;
  #resolve!: (response: WireResponse) => void;
  #reject!: (failure: TransportFailure) => void;
  readonly #forget: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #isCancelled = false;
  #status = 0;
  #headers: WireResponse['headers'] = {};
  readonly #pieces: Buffer[] = [];
  readonly #maxBodyBytes: number;

  /** @param maxBodyBytes The maximum size of an encoded body. */
  constructor(work: Cancellable, maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#forget = work.onCancel(() => this.#cancel());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isCancelled) controller.abort(new TransportFailure('CANCELLED'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: WireResponse['headers']): void {
    // 1xx precede the response.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, piece: Buffer): void {
    this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    this.#forget();
    const unpacked = unpackBody(this.#pieces, this.#headers['content-encoding'], this.#maxBodyBytes);
    if (unpacked === null) this.#finish(this.#pieces);
    else unpacked.then((body) => this.#finish([body]), this.#reject);
  }

  onResponseError(_: unknown, error: Error): void {
    this.#forget();
    this.#reject(toTransportFailure(error, this.#status > 0));
  }

  #finish(pieces: readonly Buffer[]): void {
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      text: utf8Text(pieces, this.#headers['content-type']),
    });
  }

  #cancel(): void {
    this.#isCancelled = true;
    const failure = new TransportFailure('CANCELLED');
    this.#reject(failure);
    this.#controller?.abort(failure);
  }
}
