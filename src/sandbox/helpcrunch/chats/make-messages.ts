import { createRandom, type Random } from '../../random.ts';
import { AGENTS } from './team.ts';
import type { ChatRow, MessageRow } from './wire.ts';

const TEXTS = [
  'Dobrý den!',
  'Jaké je číslo vaší karty?',
  'Je to 7000 1234.',
  'Moment, podívám se.',
  'Hotovo, body jsou připsané.',
  'https://ucarecdn.com/3f0c1f6e-5f0b-4c57-9d0e-2f6a3b1c4d5e/uctenka.jpg',
  '8d3c2f6e-5f0b-4c57-9d0e-2f6a3b1c4d5e',
];
const PRIVATE_TEXT = 'Interní: zákaznice volala už dvakrát, prosím přednostně.';
const BROADCASTS = ['trigger', 'auto chat', 'auto email', 'manual chat', 'manual email'];

/** A chat's messages, newest first, generated from its id; the newest is the one that the chat shows. */
export const makeMessages = (seed: number, chat: ChatRow): readonly MessageRow[] => {
  const { id, lastMessageId, lastMessageAt, createdAt } = chat;
  if (lastMessageAt === null || lastMessageId === null) return [];
  const random = createRandom((seed ^ Math.imul(id, 0x85ebca6b)) >>> 0);
  const count = random.chance(0.03) ? 99 : random.int(1, 14);
  const isFromCustomer = chat.lastCustomerMessageAt === lastMessageAt;
  const step = (lastMessageAt - createdAt) / count;
  return Array.from({ length: count }, (_, index) => {
    const at = index === 0 ? lastMessageAt : lastMessageAt - step * index;
    const message = index === 0 ? firstMessage(random, chat, isFromCustomer) : otherMessage(random, chat);
    return {
      id: lastMessageId - index,
      read: random.chance(0.8),
      createdAt: at.toFixed(3),
      updatedAt: random.chance(0.9) ? (at + 2).toFixed(3) : null,
      edited: random.chance(0.05),
      broadcastType: null,
      ...message,
    };
  });
};

type Content = Pick<MessageRow, 'agent' | 'type' | 'text' | 'from'> & Partial<MessageRow>;

const firstMessage = (random: Random, chat: ChatRow, isFromCustomer: boolean): Content =>
  isFromCustomer
    ? { agent: null, type: 'message', text: chat.lastMessageText, from: 'customer' }
    : { agent: anAgent(random, chat), type: 'message', text: chat.lastMessageText, from: 'agent' };

const otherMessage = (random: Random, chat: ChatRow): Content => {
  const kind = random.int(0, 11);
  if (kind < 5) return { agent: null, type: 'message', text: random.pick(TEXTS), from: 'customer' };
  if (kind < 8)
    return { agent: anAgent(random, chat), type: 'message', text: random.pick(TEXTS), from: 'agent' };
  if (kind === 8) return { agent: anAgent(random, chat), type: 'private', text: PRIVATE_TEXT, from: 'agent' };
  // The system writes as a nonexistent agent.
  if (kind === 9) return { agent: null, type: 'tech', text: 'Chat was assigned', from: 'agent' };
  if (kind === 10) return { agent: null, type: 'email', text: random.pick(TEXTS), from: 'customer' };
  return {
    agent: anAgent(random, chat),
    type: random.chance(0.5) ? 'knowledgeBase' : 'message',
    text: 'Jak získat body?',
    from: 'agent',
    broadcastType: random.pick(BROADCASTS),
  };
};

const anAgent = (random: Random, { agents }: ChatRow): number =>
  agents.length > 0 ? random.pick(agents) : random.pick(AGENTS).id;
