import { expect, it } from 'vitest';
import { createGateway } from '../../../src/gateway.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { withSandbox } from '../../../src/settings/read-settings.ts';
import { describeWithRedis, startRedisServer } from '../../upstream/support/redis-server.ts';

describeWithRedis('an event that one replica is told of', () => {
  it('drops what another one has cached', async () => {
    await using redis = await startRedisServer();
    await using sandbox = await startSandbox({ people: 40, helpCrunchRequestsPerMinute: null });
    const key = 'signing-key';
    const settings = withSandbox(
      { PORT: '0', LOG_LEVEL: 'silent', REDIS_URL: redis.url, HELPCRUNCH_WEBHOOK_KEY: key },
      sandbox,
    );
    const replicas = [await createGateway(settings), await createGateway(settings)];
    try {
      const [told, other] = await Promise.all(
        replicas.map(async (replica) => `http://127.0.0.1:${(await replica.start()).port}`),
      );
      const [chat] = sandbox.helpCrunch.chats.rows;
      if (chat === undefined) throw new Error('Expected a chat.');
      const id = Buffer.from(`HelpCrunchChat:${chat.id}`).toString('base64');
      const statusAt = async (url: string | undefined) => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: `{ node(id: "${id}") { ... on HelpCrunchChat { statusText } } }` }),
        });
        const { data } = (await response.json()) as { data: { node: { statusText: string } } };
        return data.node.statusText;
      };
      const before = await statusAt(other);
      sandbox.helpCrunch.chats.update(chat.id, { status: 'pending' });
      expect(await statusAt(other)).toBe(before);
      const target = { url: `${told}/webhooks/helpcrunch`, key };
      expect(
        await sandbox.helpCrunch.sendWebhook({ event: 'chat.status_updated', chatId: chat.id }, target),
      ).toBe(200);
      expect(await statusAt(other)).toBe('pending');
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop(0)));
    }
  });
});
