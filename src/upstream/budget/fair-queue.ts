/** The waiting items by client; one item may be listed under several clients. */
type ItemsByClient<Item> = Map<string, Item[]>;

/**
 * A round-robin queue of clients; each client's own items stay in order. However many items one client has waiting,
 * another client's first item is at most one round away. An item may wait under several clients and leaves once.
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

  /** Adds an item, or adds this client to an item that already waits. */
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

  /** The first client in line that `mayGo` accepts, and its first item; null without one. */
  peek(mayGo: (client: string) => boolean): { readonly client: string; readonly item: Item } | null {
    for (const [client, items] of this.#itemsByClient) {
      const [item] = items;
      if (item !== undefined && mayGo(client)) return { client, item };
    }
    return null;
  }

  /** Removes the item that `peek` returned and moves the client to the end of the line. */
  take({ client, item }: { readonly client: string; readonly item: Item }): void {
    this.remove(item);
    const rest = this.#itemsByClient.get(client);
    if (rest === undefined) return;
    this.#itemsByClient.delete(client);
    this.#itemsByClient.set(client, rest);
  }

  /** How many items are ahead of a new one of this client, counting only clients that `counts` accepts. */
  ahead(client: string, counts: (client: string) => boolean): number {
    const own = this.#itemsByClient.get(client)?.length ?? 0;
    let ahead = own;
    for (const [other, items] of this.#itemsByClient) {
      if (other !== client && counts(other)) ahead += Math.min(items.length, own + 1);
    }
    return ahead;
  }
}
