import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { ChatData } from './chat-data.ts';
import type { ChatRow } from './wire.ts';
import { writeChat } from './write-chat.ts';

export type WebhookEvent = {
  /** E.g. `chat.status_updated`, `message.chat.customer`. */
  readonly event: string;
  /** The chat that it is about. */
  readonly chatId: number;
  /** Unique per event; a repeated id is a repeated delivery. A new one by default. */
  readonly id?: string;
  /** UNIX seconds; now by default. */
  readonly createdAt?: number;
};

export type WebhookTarget = {
  /** Loopback, `http:`. */
  readonly url: string;
  /** The signing key. Null: the request has no signature. */
  readonly key: string | null;
  /** Whether the signature is of something else. */
  readonly isWronglySigned?: boolean;
};

/** Sends a webhook as HelpCrunch does, and returns the response status. */
export const sendWebhook = async (
  data: ChatData,
  event: WebhookEvent,
  target: WebhookTarget,
  now: () => number,
): Promise<number> => {
  const body = JSON.stringify(writeEvent(data, event, now));
  const signed = target.isWronglySigned ? `${body} ` : body;
  const signature = target.key === null ? null : createHmac('sha1', target.key).update(signed).digest('hex');
  return post(target.url, body, signature);
};

const writeEvent = (data: ChatData, event: WebhookEvent, now: () => number): object => {
  const chat = data.store.find(event.chatId);
  if (!chat) throw new Error(`Expected the id of a chat, got ${event.chatId}.`);
  const createdAt = event.createdAt ?? Math.floor(now() / 1000);
  return {
    event: event.event,
    eventData: event.event.startsWith('message.') ? messageData(data, chat) : chatData(data, chat),
    attempts: 1,
    lastAttemptAt: Math.floor(now() / 1000),
    createdAt,
    id: event.id ?? randomUUID(),
  };
};

const chatData = (data: ChatData, chat: ChatRow): object => {
  const {
    agents: _agents,
    assignee: _assignee,
    ...written
  } = writeChat(chat, data.profiles.find(chat.customer), 'NEW') as Readonly<Record<string, unknown>>;
  return { communicatedAgents: chat.agents, ...written };
};

const messageData = (data: ChatData, chat: ChatRow): object => {
  const { customer } = writeChat(chat, data.profiles.find(chat.customer), 'NEW') as {
    readonly customer: object;
  };
  const [message] = data.messages(chat);
  return {
    chat_id: chat.id,
    agent: null,
    customer,
    message: { id: message?.id ?? null, text: message?.text ?? null },
  };
};

const post = (url: string, body: string, signature: string | null): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(signature !== null && { 'x-helpcrunch-signature': signature }),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
