import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { createHttpListener } from '../../../src/server/http/http-listener.ts';

const GET = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';

/** A listener that responds with `done` to everything. */
async function open() {
  const listener = createHttpListener({
    handler: async (_, response) => void response.end('done'),
    keepAliveSeconds: 75,
    now: () => 0,
  });
  return { listener, port: await listener.listen(0, '127.0.0.1') };
}

async function connected(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  return { socket, received: () => received, closed: once(socket, 'close') };
}

it('a request that has arrived but was not read yet is answered', async () => {
  const { listener, port } = await open();
  const { socket, received, closed } = await connected(port);
  socket.write(GET);
  const stopped = listener.close(10_000);
  await closed;
  await stopped;
  expect(received()).toContain('done');
  expect(received().toLowerCase()).toContain('connection: close');
});

it('so is one on a connection that was kept', async () => {
  const { listener, port } = await open();
  const { socket, received, closed } = await connected(port);
  socket.write(GET);
  await once(socket, 'data');
  socket.write(GET);
  const stopped = listener.close(10_000);
  await closed;
  await stopped;
  expect(received().match(/done/g)).toHaveLength(2);
});

it('a connection on which nothing arrived does not hold the stop up', async () => {
  const { listener, port } = await open();
  const { closed, received } = await connected(port);
  await listener.close(10_000);
  await closed;
  expect(received()).toBe('');
});

it('while it drains, an idle connection is kept when a request on another ends: one may be on its way', async () => {
  const { listener, port } = await open();
  const [one, other] = [await connected(port), await connected(port)];
  for (const { socket } of [one, other]) {
    socket.write(GET);
    await once(socket, 'data');
  }
  listener.drain();
  one.socket.write(GET);
  await one.closed;
  expect(one.received().toLowerCase()).toContain('connection: close');
  other.socket.write(GET);
  await other.closed;
  expect(other.received().match(/done/g)).toHaveLength(2);
  await listener.close(10_000);
});
