import { RowStore } from '../../row-store.ts';
import type { HelpCrunchCustomerWire } from '../wire.ts';
import { makeChats } from './make-chats.ts';
import { makeMessages } from './make-messages.ts';
import type { ChatRow, MessageRow } from './wire.ts';

type Profiles = {
  readonly rows: readonly HelpCrunchCustomerWire[];
  find(id: number): HelpCrunchCustomerWire | undefined;
};

/** The chats of all profiles and their messages, generated from the seed on first access. A test may replace them. */
export class ChatData {
  readonly profiles: Profiles;
  readonly #seed: number;
  readonly #given: readonly ChatRow[] | undefined;
  readonly #messages = new Map<number, readonly MessageRow[]>();
  #store: RowStore<ChatRow, number> | undefined;

  constructor(seed: number, profiles: Profiles, given?: readonly ChatRow[]) {
    this.#seed = seed;
    this.profiles = profiles;
    this.#given = given;
  }

  get store(): RowStore<ChatRow, number> {
    this.#store ??= new RowStore(
      this.#given ?? makeChats(this.#seed, this.profiles.rows),
      (chat: ChatRow) => chat.id,
    );
    return this.#store;
  }

  /** A chat's messages, newest first. */
  messages(chat: ChatRow): readonly MessageRow[] {
    return this.#messages.get(chat.id) ?? makeMessages(this.#seed, chat);
  }

  /** Replaces a chat's messages; newest first. */
  setMessages(chatId: number, messages: readonly MessageRow[]): void {
    this.#messages.set(chatId, messages);
  }
}
