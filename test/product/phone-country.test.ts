import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const query = '{ customer(by: { phone: "12" }) { id } }';

test.each(['US', 'SK'])('PHONE_COUNTRY=%s reaches the inputs: a refusal names it', async (country) => {
  await using gateway = await startGateway({ env: { PHONE_COUNTRY: country } });
  const { errors } = await gateway.query(query);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors?.[0]?.message).toContain(`in the notation of ${country}`);
});
