import { createGateway } from '../../src/gateway.ts';
import { readSettings } from '../../src/settings/read-settings.ts';

/**
 * main.ts without sharing of identical requests in flight: the cost of an operation that shares nothing with others.
 */
const gateway = await createGateway(readSettings(process.env), { upstream: { isSharingInFlight: false } });
await gateway.start();
process.on('SIGTERM', () => void gateway.stop(0).then(() => process.exit(0)));
