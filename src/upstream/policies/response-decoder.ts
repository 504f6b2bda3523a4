import { toInvalidError } from '../upstream-errors.ts';
import type { UpstreamTuning } from '../upstream-options.ts';
import type { UpstreamRequest } from '../upstream-request.ts';

/** An answer that was taken: 2xx, or a 404 that is a value. */
interface TakenAnswer {
  readonly status: number;
  readonly text: string;
}

/** From an answer's text to what the adapter makes of it. */
export class ResponseDecoder {
  readonly #source: string;
  readonly #logger: UpstreamTuning['logger'];

  constructor({ source, logger }: { readonly source: string; readonly logger: UpstreamTuning['logger'] }) {
    this.#source = source;
    this.#logger = logger;
  }

  /** Throws UPSTREAM_INVALID_RESPONSE when the text is no JSON or does not decode. */
  read(request: UpstreamRequest<unknown>, answer: TakenAnswer): unknown {
    if (answer.status === 404) return request.ifNotFound;
    try {
      return request.decode(JSON.parse(answer.text));
    } catch (cause) {
      throw toInvalidError(this.#source, cause);
    }
  }

  /** The same for an answer that came just now: what cannot be read is worth a line. */
  readLive(request: UpstreamRequest<unknown>, answer: TakenAnswer, requestId: string | undefined): unknown {
    try {
      return this.read(request, answer);
    } catch (error) {
      const { route, method } = request;
      this.#logger.warn('upstream answer not understood', {
        source: this.#source,
        route,
        method,
        status: answer.status,
        error,
        ...(requestId !== undefined && { requestId }),
      });
      throw error;
    }
  }
}
