/** No response was cached or under way, and only such a one was asked for (UpstreamCall.isCachedOnly). */
export class NotCached extends Error {
  constructor() {
    super('The response is not cached.');
    this.name = 'NotCached';
  }
}
