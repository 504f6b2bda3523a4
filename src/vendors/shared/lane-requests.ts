import type { SourceCall } from '../../customers/source-call.ts';
import type { UpstreamError } from '../../errors/gateway-error.ts';
import type { Lifetime, RequestLane } from '../../upstream/lanes/request-lane.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../../upstream/upstream-request.ts';
import type { Refusals } from './refusals.ts';

/** How one kind of request is cached; the name is from a closed list. */
export interface LaneOptions extends Lifetime {
  readonly name: string;
  readonly ignoresNoCache?: boolean;
  /** Many of them come at once. */
  readonly isThrottled?: boolean;
}

export interface LaneRequestsOptions {
  readonly client: UpstreamClient;
  readonly refusals: Refusals;
  /** Whether an error says that these credentials may not send such a request. */
  readonly isForbidden: (error: unknown) => boolean;
}

/** Sends a vendor's requests in lanes. What the vendor refused to these credentials is not sent again for a while. */
export class LaneRequests {
  readonly #options: LaneRequestsOptions;
  readonly #lanes = new Map<string, RequestLane>();

  constructor(options: LaneRequestsOptions) {
    this.#options = options;
  }

  /** The lane with these options. There is one per name, and another for throttled requests. */
  lane({ name, ...options }: LaneOptions): RequestLane {
    const key = `${name} ${options.isThrottled === true}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane = { name, ...options, refusal: () => this.#options.refusals.of(name) };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Rejects with a recent refusal of the lane without a request. */
  async send<T>(
    request: Omit<UpstreamRequest<T>, 'lane'>,
    options: LaneOptions,
    call: SourceCall,
  ): Promise<T> {
    const { client, refusals, isForbidden } = this.#options;
    const refusal = refusals.of(options.name);
    if (refusal !== null) throw refusal;
    try {
      return await client.request<T>({ ...request, lane: this.lane(options) }, call);
    } catch (error) {
      if (isForbidden(error)) refusals.remember(options.name, error as UpstreamError);
      throw error;
    }
  }
}
