import { createGateway } from '../../src/gateway.ts';
import { readSettings } from '../../src/settings/read-settings.ts';

/** main.ts, but that identical requests in flight are not one: what an operation costs that shares nothing with others. */
const gateway = await createGateway(readSettings(process.env), { upstream: { isSharingInFlight: false } });
await gateway.start();
process.on('SIGTERM', () => void gateway.stop(0).then(() => process.exit(0)));
