import type { Fault } from '../../src/sandbox/fault.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';

/** One fault, and when it occurs: a share (0 to 1) of the soak's time. */
interface Scene {
  readonly at: number;
  readonly what: string;
  readonly play: (sandbox: Sandbox, counted: Counted) => void;
}

/** Marks a 429 of the script, so that those caused by the gateway can be counted. */
type Counted = (fault: Fault) => Fault;

/** Few faults each: while a breaker is open, only its probes meet them. */
const SCENES: readonly Scene[] = [
  {
    at: 0.1,
    what: 'HelpCrunch is slow',
    play: ({ helpCrunch }) => helpCrunch.injectFault({ delayMs: 800 }),
  },
  {
    at: 0.2,
    what: 'HelpCrunch answers 503',
    play: ({ helpCrunch }) => helpCrunch.injectFault({ status: 503, times: 12 }),
  },
  {
    at: 0.3,
    what: 'CareCloud answers 500',
    play: ({ careCloud }) => careCloud.injectFault({ status: 500, times: 12 }),
  },
  {
    at: 0.4,
    what: 'others use up the HelpCrunch key: 429, come again in 5 seconds',
    play: ({ helpCrunch }, counted) =>
      helpCrunch.injectFault(counted({ status: 429, headers: { 'retry-after': '5' }, times: 2 })),
  },
  {
    at: 0.5,
    what: 'CareCloud breaks connections off',
    play: ({ careCloud }) => careCloud.injectFault({ resetConnection: true, times: 12 }),
  },
  {
    at: 0.55,
    what: 'CareCloud’s tokens expire',
    play: ({ careCloud }) => careCloud.expireTokens(),
  },
  {
    at: 0.6,
    what: 'HelpCrunch hangs, then cuts bodies short',
    play: ({ helpCrunch }) =>
      helpCrunch.injectFault([
        { hang: true, times: 4 },
        { cutBodyAt: 200, resetConnection: true, times: 6 },
      ]),
  },
  {
    at: 0.7,
    what: 'CareCloud answers HTML, then another envelope',
    play: ({ careCloud }) =>
      careCloud.injectFault([
        { html: true, times: 6 },
        { wrongTypes: 'envelope', times: 6 },
      ]),
  },
  {
    at: 0.8,
    what: 'HelpCrunch says 429 without saying how long',
    play: ({ helpCrunch }, counted) => helpCrunch.injectFault(counted({ status: 429, times: 2 })),
  },
  {
    at: 0.9,
    what: 'all is well again',
    play({ careCloud, helpCrunch }) {
      careCloud.injectFault(null);
      helpCrunch.injectFault(null);
    },
  },
];

export interface FaultScript {
  /** How many 429s the script has caused so far. */
  readonly scripted429s: number;
  stop(): void;
}

/** Plays the scenes over this many milliseconds. */
export function playFaults(sandbox: Sandbox, durationMs: number, say: (text: string) => void): FaultScript {
  let scripted429s = 0;
  const counted: Counted = (fault) => ({
    ...fault,
    match() {
      scripted429s += 1;
      return true;
    },
  });
  const timers = SCENES.map(({ at, what, play }) =>
    setTimeout(() => {
      say(`${Math.round((at * durationMs) / 1000)} s: ${what}`);
      play(sandbox, counted);
    }, at * durationMs),
  );
  return {
    get scripted429s() {
      return scripted429s;
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
