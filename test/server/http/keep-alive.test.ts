import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

/** What arrives on a socket until a complete head, and when the other side closed it. */
async function open(url: string) {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
  let head = '';
  while (!head.includes('\r\n\r\n')) head += String((await once(socket, 'data'))[0]);
  return { socket, head };
}

it.each([
  [{}, 75],
  [{ KEEP_ALIVE_SECONDS: '600' }, 600],
])('connections are kept as long as configured: %j', async (env, seconds) => {
  await using gateway = tinyGateway(env);
  const { socket, head } = await open(await gateway.url());
  expect(head.toLowerCase()).toContain(`keep-alive: timeout=${seconds}`);
  socket.destroy();
});

it('an idle connection is closed after that', async () => {
  await using gateway = tinyGateway({ KEEP_ALIVE_SECONDS: '1' });
  const { socket } = await open(await gateway.url());
  const startedAt = Date.now();
  socket.resume();
  await once(socket, 'close');
  expect(Date.now() - startedAt).toBeGreaterThan(900);
}, 20_000);
