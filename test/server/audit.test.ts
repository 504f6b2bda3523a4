import { serverAudits } from 'graphql-http';
import { afterAll, describe, expect, it } from 'vitest';
import { tinyGateway } from './support/tiny-gateway.ts';

/** The audit suite of the GraphQL-over-HTTP specification, over a socket, for each executor. */
describe.each(['usual', 'planned'] as const)('GraphQL over HTTP, executor %s', (executor) => {
  const gateway = tinyGateway({}, { executor });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it.each(
    serverAudits({ url: async () => `${await gateway.url()}/graphql` }).map(
      (audit) => [audit.name, audit] as const,
    ),
  )('%s', async (_, audit) => {
    // Twice: the second time documents are already parsed and validated.
    for (const round of ['first', 'second']) {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : `${round}: ${result.reason}`).toBe('ok');
    }
  });
});
