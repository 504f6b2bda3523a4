import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject } from '../../shared/json.ts';
import {
  ACCEPTED,
  type DropTags,
  type EventLog,
  NOT_SHARED,
  refusedWebhook,
  toJsonObject,
  type Webhook,
} from '../../shared/webhook.ts';
import {
  ANY_CHAT,
  ANY_CUSTOMER,
  CHATS_BY_EMAIL,
  CHATS_LIST,
  chatTag,
  customerTag,
  emailTag,
} from './tags.ts';

/** Older events say nothing about what is cached now. */
const OLDEST_MS = 86_400_000;

export interface HelpCrunchWebhookOptions {
  /** HELPCRUNCH_WEBHOOK_KEY: from Settings → Developers → Webhooks. */
  readonly key: string;
  readonly drop: DropTags;
  readonly events: EventLog;
  readonly now: () => number;
}

/**
 * Receives HelpCrunch's events (pages "Setting up webhooks", "Webhook event types"). Each drops the cached chats of the
 * customer, the chat and its messages, and lists of chats.
 */
export function createHelpCrunchWebhook({ key, drop, events, now }: HelpCrunchWebhookOptions): Webhook {
  return {
    path: '/webhooks/helpcrunch',
    async receive({ header, body }) {
      if (!isSigned(body, header('x-helpcrunch-signature'), key)) {
        return refusedWebhook(
          401,
          'expected the header X-HelpCrunch-Signature with the HMAC-SHA1 of the body by HELPCRUNCH_WEBHOOK_KEY',
        );
      }
      const event = toJsonObject(body);
      if (event === null) return refusedWebhook(400, 'expected a JSON object');
      const id = typeof event.id === 'string' && event.id !== '' ? `HELPCRUNCH ${event.id}` : null;
      if (isOld(event.createdAt, now()) || (id !== null && (await events.has(id)))) return ACCEPTED;
      if (!(await drop(tagsOfEvent(event)))) return NOT_SHARED;
      if (id !== null) events.remember(id);
      return ACCEPTED;
    },
  };
}

/** Compared in constant time; the length of a signature is not secret. */
function isSigned(body: Uint8Array, signature: string | null, key: string): boolean {
  const expected = createHmac('sha1', key).update(body).digest();
  const given = Buffer.from(/^[0-9a-f]{40}$/i.test(signature ?? '') ? (signature ?? '') : '', 'hex');
  const isOfSize = given.length === expected.length;
  return timingSafeEqual(isOfSize ? given : Buffer.alloc(expected.length), expected) && isOfSize;
}

function isOld(createdAt: unknown, now: number): boolean {
  const seconds =
    typeof createdAt === 'number' || typeof createdAt === 'string' ? Number(createdAt) : Number.NaN;
  return now - seconds * 1000 > OLDEST_MS;
}

/** The tags that an event affects, or all tags it may affect if it does not say. */
function tagsOfEvent({ event, eventData }: Readonly<Record<string, unknown>>): readonly string[] {
  const name = typeof event === 'string' ? event : '';
  const data = isObject(eventData) ? eventData : {};
  const isOfCustomer = name.startsWith('customer.');
  const customer = isOfCustomer ? data : isObject(data.customer) ? data.customer : {};
  const customerId = idIn(customer.id);
  const { email } = customer;
  const chatId = idIn(
    data.chat_id ?? data.chatId ?? idOfObject(data.chat) ?? (isOfCustomer ? null : ownId(name, data)),
  );
  const tags = [CHATS_LIST, customerId === null ? ANY_CUSTOMER : customerTag(customerId)];
  // The previous email is unknown.
  if (isOfCustomer || typeof email !== 'string') tags.push(CHATS_BY_EMAIL);
  if (typeof email === 'string') tags.push(emailTag(email));
  if (chatId !== null) tags.push(chatTag(chatId));
  else if (!isOfCustomer || name === 'customer.email_updated' || name === 'customer.deleted')
    tags.push(ANY_CHAT);
  return tags;
}

/** The id in a chat's own event; in a message's event it would be another object's. */
function ownId(name: string, data: Readonly<Record<string, unknown>>): unknown {
  return name.startsWith('chat.') ? data.id : null;
}

function idOfObject(value: unknown): unknown {
  return isObject(value) ? value.id : value;
}

function idIn(value: unknown): string | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? String(number) : null;
}
