import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SocketWatch } from '../../../src/server/http/socket-watch.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';

/** A socket with this many unread bytes. */
function socketHolding(writableLength: number) {
  const listeners = new Map<string, () => void>();
  const on = (event: string, listener: () => void) => listeners.set(event, listener);
  const socket = { bytesRead: 1, writableLength, on, once: on, isDestroyed: false, destroy: () => undefined };
  socket.destroy = () => {
    socket.isDestroyed = true;
  };
  return { socket, emit: (event: string) => listeners.get(event)?.() };
}

describe('a client that does not read', () => {
  const setUp = (writableLength: number) => {
    let at = 0;
    const watch = new SocketWatch({ mostMs: 30_000, now: () => at });
    const { socket, emit } = socketHolding(writableLength);
    watch.add(socket as never);
    const sweepAt = (ms: number) => {
      at = ms;
      watch.sweep();
    };
    return { socket, emit, sweepAt };
  };

  it('is disconnected once its socket has not drained for 30 seconds', () => {
    const { socket, sweepAt } = setUp(1_000);
    sweepAt(0);
    sweepAt(29_999);
    expect(socket.isDestroyed).toBe(false);
    sweepAt(30_000);
    expect(socket.isDestroyed).toBe(true);
  });

  it('is not affected if it drained in between, observed or not', () => {
    const { socket, emit, sweepAt } = setUp(1_000);
    sweepAt(0);
    emit('drain');
    sweepAt(30_000);
    socket.writableLength = 0;
    sweepAt(59_999);
    socket.writableLength = 1_000;
    sweepAt(60_000);
    sweepAt(89_999);
    expect(socket.isDestroyed).toBe(false);
  });

  it('is disconnected by the running server', { timeout: 30_000 }, async () => {
    await using gateway = tinyGateway({ MAX_COMPLEXITY: '1000000' }, { unreadMs: 200 });
    const { port } = new URL(await gateway.url());
    const fields = Array.from({ length: 400 }, (_, i) => `${'n'.repeat(100)}${i}: name`).join(' ');
    const body = JSON.stringify({ query: `{ people(first: 100) { nodes { ${fields} } } }` });
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.pause();
    const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(head + body);
    // A client that finally reads sees that the gateway gave up.
    while ((gateway.calls[0]?.signal.aborted ?? false) === false) await new Promise(setImmediate);
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
  });
});
