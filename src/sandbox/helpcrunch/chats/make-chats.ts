import { createRandom, type Random } from '../../random.ts';
import type { HelpCrunchCustomerWire } from '../wire.ts';
import { AGENTS, APPLICATIONS, DEPARTMENTS, FORMER_AGENT } from './team.ts';
import type { ChatRow } from './wire.ts';

const EARLIEST_SECONDS = Date.UTC(2019, 0, 1) / 1000;
const LATEST_SECONDS = Date.UTC(2025, 5, 30) / 1000;
const DAY_SECONDS = 86_400;
const FIRST_CHAT_ID = 1_560_000;
const FIRST_MESSAGE_ID = 9_500_000;
/** The customer who writes every other day: the 20th profile of the data. */
const HEAVY_POSITION = 20;
const HEAVY_CHATS = 250;

/** Every spelling of a status in the pages, their examples and clients. */
const SPELLINGS: Readonly<Record<string, readonly (string | number)[]>> = {
  new: ['new', 'new', '1', 1],
  opened: ['opened', 'opened', '2', 2],
  pending: ['pending', 'pending', '3', 3],
  onhold: ['onhold', 'on hold', 'on-hold', '4', 4],
  closed: ['closed', 'closed', 'closed', '5', 5],
  'no communication': ['no communication', '6'],
  empty: ['empty', '7'],
};
const STATUSES = [
  ...['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'opened', 'opened', 'new', 'pending'],
  ...['pending', 'onhold', 'no communication', 'empty'],
];
const RATINGS = ['great', 'great', 'perfect', 'average', 'poor'];
const CREATED_WITH = [
  'customer_message',
  'customer_message',
  'agent_message',
  'broadcast_reply',
  'public_api',
];
const TEXTS = [
  'Dobrý den, kdy dorazí moje objednávka?',
  'Děkuji, už to funguje!',
  'Nejdou mi uplatnit body z karty.',
  'Poslali jsme vám novou fakturu.',
  'Kde najdu svůj voucher?',
  // HelpCrunch returns a file as its bare id.
  '6f1c2f6e-5f0b-4c57-9d0e-2f6a3b1c4d5e',
];

/**
 * Every profile's chats, generated from the seed and the profile's id: none for three in ten, up to a dozen for the
 * others, 250 for one. Ids increase with the creation time, as at HelpCrunch.
 */
export const makeChats = (seed: number, profiles: readonly HelpCrunchCustomerWire[]): readonly ChatRow[] => {
  const chats = profiles.flatMap((profile, position) => {
    const random = createRandom((seed ^ Math.imul(profile.id, 0x9e3779b1)) >>> 0);
    const usual = random.chance(0.3) ? 0 : Math.min(random.int(1, 12), random.int(1, 12));
    const count = position === HEAVY_POSITION ? HEAVY_CHATS : usual;
    return Array.from({ length: count }, () => makeChat(random, profile.id));
  });
  return chats
    .sort((a, b) => a.createdAt - b.createdAt || a.customer - b.customer)
    .map((chat, index) => ({
      ...chat,
      id: FIRST_CHAT_ID + 3 * index,
      lastMessageId: chat.lastMessageAt === null ? null : FIRST_MESSAGE_ID + 100 * index,
    }));
};

const makeChat = (random: Random, customer: number): ChatRow => {
  const word = random.pick(STATUSES);
  const status = random.pick(SPELLINGS[word] ?? [word]);
  const createdAt = random.int(EARLIEST_SECONDS, LATEST_SECONDS);
  const isEmpty = word === 'empty' || word === 'no communication';
  // Most chats are finished within a day or two; a few are resumed years later.
  const lastMessageAt = isEmpty
    ? null
    : random.chance(0.05)
      ? random.int(createdAt, LATEST_SECONDS)
      : Math.min(LATEST_SECONDS, createdAt + random.int(60, 2 * DAY_SECONDS));
  const isWaiting = random.chance(0.4);
  const isClosed = word === 'closed';
  const agents = isEmpty ? [] : AGENTS.filter(() => random.chance(0.15)).map(({ id }) => id);
  return {
    id: 0,
    customer,
    status,
    rating: isClosed && random.chance(0.4) ? random.pick(RATINGS) : null,
    createdAt,
    lastMessageAt,
    lastCustomerMessageAt: lastMessageAt === null ? null : isWaiting ? lastMessageAt : createdAt,
    // This time has a fraction of a second.
    closedAt: isClosed ? (lastMessageAt ?? createdAt) + random.int(0, 3_600_000) / 1000 : null,
    snoozedUntil:
      word === 'onhold' && random.chance(0.5) ? LATEST_SECONDS + random.int(1, DAY_SECONDS) : null,
    closedBy: isClosed ? random.pick(['customer', 'agent']) : null,
    createdWith: random.pick(CREATED_WITH),
    readByAgent: random.chance(0.8),
    readByCustomer: random.chance(0.6),
    lastMessageText: lastMessageAt === null ? null : random.pick(TEXTS),
    lastMessageId: null,
    applicationId: random.chance(0.9) ? random.pick(APPLICATIONS).id : null,
    lastCommunicatedAgentId: random.chance(0.02) ? FORMER_AGENT : (agents.at(-1) ?? null),
    assignee: random.chance(0.6) ? random.pick(AGENTS).id : null,
    agents,
    department: random.chance(0.5) ? random.pick(DEPARTMENTS).id : null,
  };
};
