import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

type Question = 'describe' | 'clear' | 'count';

/**
 * The simulated vendors in a separate process. Argument 1: the number of people. It responds to the parent's messages.
 */
const people = Number(process.argv[2] ?? 4_500);
const { careCloud, helpCrunch } = await startSandbox({ people, helpCrunchRequestsPerMinute: null });

const answers: Readonly<Record<Question, () => object>> = {
  describe: () => ({
    careCloud: { baseUrl: careCloud.baseUrl, token: careCloud.token, rows: careCloud.rows.length },
    helpCrunch: { baseUrl: helpCrunch.baseUrl, apiKey: helpCrunch.apiKey, rows: helpCrunch.rows.length },
  }),
  clear() {
    careCloud.clearRequests();
    helpCrunch.clearRequests();
    return {};
  },
  count: () => ({ careCloud: careCloud.requests.length, helpCrunch: helpCrunch.requests.length }),
};

process.on('message', (question: Question) => process.send?.(answers[question]()));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.send?.('ready');
