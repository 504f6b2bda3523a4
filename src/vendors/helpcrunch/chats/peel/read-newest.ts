import type { HelpCrunchChat } from '../../../../customers/model/help-crunch-chat.ts';
import type { SourceCall } from '../../../../customers/source-call.ts';
import type { BatchSize } from '../../../shared/look-up/batch-size.ts';
import { LARGEST_PAGE } from '../../assumptions.ts';
import { HELPCRUNCH } from '../../record.ts';
import type { ChatCondition } from '../chat-query.ts';
import type { ChatRequests } from '../chat-requests.ts';
import type { Person } from '../person-chats.ts';
import { type ChatProof, endsEarly, toFound } from './chat-proof.ts';
import { OrderWatch } from './order-watch.ts';
import { nextSearch, type PeelState } from './plan-peel.ts';

/** One person's chats as far as they were read. */
export interface PersonChats {
  /** Newest created first. */
  readonly chats: readonly HelpCrunchChat[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

export interface WantedChats {
  readonly person: Person;
  /** How many are enough. */
  readonly wanted: number;
}

interface NewestReader {
  readonly requests: ChatRequests;
  readonly batch: BatchSize;
  readonly proof: ChatProof;
}

/** The newest chats of many people, aligned to them, in as few searches as plan-peel.ts finds. */
export async function readNewest(
  people: readonly WantedChats[],
  { requests, batch, proof }: NewestReader,
  call: SourceCall,
): Promise<readonly PersonChats[]> {
  const owned = people.flatMap((wanted, index) =>
    wanted.person.conditions.map((condition) => ({ condition, wanted, index })),
  );
  const answers = await batch.ask(owned, async (piece) => {
    const conditions = piece.map(({ condition }) => condition);
    const read = async (inOrder: readonly ChatCondition[]) => {
      const parts = partsOf(inOrder, piece);
      const found = await peel(parts, requests, call);
      const chats = found.flatMap((each) => each.chats.map(toFound));
      return { parts, found, chats, isWhole: found.every(({ isComplete }) => isComplete) };
    };
    const last = proof.atEnd(conditions);
    const sent = last?.batch ?? conditions;
    const { parts, found, chats, isWhole } = await read(sent);
    proof.saw(chats);
    if (isWhole) {
      const isList = endsEarly(sent, chats);
      const again = async (next: { readonly batch: readonly ChatCondition[] }) => {
        const repeated = await read(next.batch);
        return repeated.isWhole ? repeated.chats : null;
      };
      await proof.prove({ values: sent, last, records: chats, isList, again }, call);
    }
    return parts.map(({ index }, place) => ({ index, found: found[place] ?? NOTHING }));
  });
  const all = answers.flat();
  return people.map((_, index) => merge(all.flatMap((each) => (each.index === index ? [each.found] : []))));
}

interface Part extends WantedChats {
  readonly index: number;
  readonly conditions: readonly ChatCondition[];
}

interface OwnedCondition {
  readonly condition: ChatCondition;
  readonly wanted: WantedChats;
  readonly index: number;
}

/** The people of a piece, the one with the last condition last. */
function partsOf(inOrder: readonly ChatCondition[], piece: readonly OwnedCondition[]): readonly Part[] {
  const places = new Map(inOrder.map((condition, place) => [JSON.stringify(condition), place]));
  const placeOf = ({ condition }: OwnedCondition) => places.get(JSON.stringify(condition)) ?? -1;
  const sorted = piece.toSorted((a, b) => placeOf(a) - placeOf(b));
  const byPerson = new Map<number, OwnedCondition[]>();
  for (const each of sorted.toReversed()) {
    byPerson.set(each.index, [each, ...(byPerson.get(each.index) ?? [])]);
  }
  return [...byPerson.values()].toReversed().map((own) => ({
    // Each person has a condition.
    ...(own[0] as OwnedCondition).wanted,
    index: (own[0] as OwnedCondition).index,
    conditions: own.map(({ condition }) => condition),
  }));
}

async function peel(
  parts: readonly Part[],
  requests: ChatRequests,
  call: SourceCall,
): Promise<readonly PersonChats[]> {
  const found = parts.map(() => new Map<string, HelpCrunchChat>());
  const complete = new Set<number>();
  const watch = new OrderWatch();
  let state: PeelState = {
    reaches: parts.map((part) => toReach(part, 0, false)),
    requests: 0,
    left: null,
    asked: [],
  };
  for (let next = nextSearch(state); next !== null; next = nextSearch(state)) {
    const { people: asked } = next;
    // Includes one row that is already known: if another row is at its position, rows were added or removed in the
    // meantime.
    const overlap = next.offset > 0 ? 1 : 0;
    const offset = next.offset - overlap;
    const conditions = asked.flatMap((index) => parts[index]?.conditions ?? []);
    const search = (from: number) =>
      requests.list(
        { comparison: 'OR', conditions },
        NEWEST_CREATED,
        { offset: from, limit: LARGEST_PAGE },
        call,
      );
    if (overlap === 0) watch.begin();
    const page = await search(offset);
    const [first] = page.rows;
    const isMoved =
      overlap === 1 && first !== undefined && !asked.some((index) => found[index]?.has(first.chatId));
    const { rows, total } = isMoved ? await search(0) : page;
    const from = isMoved ? 0 : offset;
    for (const chat of rows) {
      for (const index of asked) {
        if (parts[index]?.person.owns(chat) && chat.isUnreadable !== true)
          found[index]?.set(chat.chatId, chat);
      }
    }
    if (isMoved) watch.begin();
    watch.saw({ rows, total }, isMoved ? 0 : overlap);
    const left = requests.pages.left(
      { rows, total },
      { offset: from, limit: LARGEST_PAGE },
      from > 0 ? overlap : 0,
    );
    if (left === 0) for (const index of asked) complete.add(index);
    state = {
      reaches: parts.map((part, index) => toReach(part, found[index]?.size ?? 0, complete.has(index))),
      requests: state.requests + 1,
      left,
      asked,
    };
    if (rows.length === 0) break;
  }
  if (watch.hasMoved) call.meter.warned?.(HELPCRUNCH, 'UNSTABLE_ORDER');
  // In another order, the chats read first need not be the newest ones.
  if (watch.isDisordered && complete.size < parts.length) call.meter.warned?.(HELPCRUNCH, 'UNEXPECTED_ORDER');
  return parts.map((_, index) => ({
    chats: [...(found[index]?.values() ?? [])].sort(newestCreatedFirst),
    isComplete: complete.has(index),
  }));
}

const NEWEST_CREATED = { field: 'CREATED_AT', direction: 'DESC' } as const;
const NOTHING: PersonChats = { chats: [], isComplete: true };

function toReach({ wanted }: WantedChats, seen: number, isComplete: boolean) {
  return { seen, wanted, isComplete };
}

/** Merges the chats of a person whose conditions were sent in several pieces. */
function merge(parts: readonly PersonChats[]): PersonChats {
  const [only = NOTHING, ...others] = parts;
  if (others.length === 0) return only;
  const chats = new Map(parts.flatMap((part) => part.chats).map((chat) => [chat.chatId, chat]));
  // Beyond the end of one piece, its chats may be missing between those of the others.
  const floor = Math.max(
    ...parts.map(({ isComplete, chats: own }) =>
      isComplete ? -Infinity : (own.at(-1)?.createdAt ?? Infinity),
    ),
  );
  return {
    chats: [...chats.values()]
      .filter(({ createdAt }) => (createdAt ?? -Infinity) >= floor)
      .sort(newestCreatedFirst),
    isComplete: parts.every(({ isComplete }) => isComplete),
  };
}

/** Stable: chats created at the same time keep HelpCrunch's order. */
function newestCreatedFirst(a: HelpCrunchChat, b: HelpCrunchChat): number {
  return (b.createdAt ?? -Infinity) - (a.createdAt ?? -Infinity) || 0;
}
