/** What waits: known by identity, and listed under one or more clients. */
type ItemsByClient<Item> = Map<string, Item[]>;

/**
 * A round-robin queue of clients and each client's own items stay in order: however much one client has waiting,
 * another's first item is at most one round away. An item may wait under several clients and leaves once.
 */
export class FairQueue<Item> {
  /** In round-robin order: a client that was served goes to the end. */
  readonly #itemsByClient: ItemsByClient<Item> = new Map();
  readonly #clientsByItem = new Map<Item, string[]>();

  get size(): number {
    return this.#clientsByItem.size;
  }

  has(item: Item): boolean {
    return this.#clientsByItem.has(item);
  }

  items(): Iterable<Item> {
    return this.#clientsByItem.keys();
  }

  /** Adds an item, or lets one that already waits wait for this client too. */
  add(client: string, item: Item): void {
    const clients = this.#clientsByItem.get(item);
    if (clients === undefined) this.#clientsByItem.set(item, [client]);
    else if (clients.includes(client)) return;
    else clients.push(client);
    const items = this.#itemsByClient.get(client);
    if (items === undefined) this.#itemsByClient.set(client, [item]);
    else items.push(item);
  }

  remove(item: Item): void {
    for (const client of this.#clientsByItem.get(item) ?? []) {
      const rest = (this.#itemsByClient.get(client) ?? []).filter((other) => other !== item);
      if (rest.length === 0) this.#itemsByClient.delete(client);
      else this.#itemsByClient.set(client, rest);
    }
    this.#clientsByItem.delete(item);
  }

  /** The first client in line that `mayGo` lets through, and its first item; null when there is none. */
  peek(mayGo: (client: string) => boolean): { readonly client: string; readonly item: Item } | null {
    for (const [client, items] of this.#itemsByClient) {
      const [item] = items;
      if (item !== undefined && mayGo(client)) return { client, item };
    }
    return null;
  }

  /** Takes out what `peek` showed: the client goes to the end of the line. */
  take({ client, item }: { readonly client: string; readonly item: Item }): void {
    this.remove(item);
    const rest = this.#itemsByClient.get(client);
    if (rest === undefined) return;
    this.#itemsByClient.delete(client);
    this.#itemsByClient.set(client, rest);
  }

  /** How many items would go before a new one of this client, as far as their clients count. */
  ahead(client: string, counts: (client: string) => boolean): number {
    const own = this.#itemsByClient.get(client)?.length ?? 0;
    let ahead = own;
    for (const [other, items] of this.#itemsByClient) {
      if (other !== client && counts(other)) ahead += Math.min(items.length, own + 1);
    }
    return ahead;
  }
}
