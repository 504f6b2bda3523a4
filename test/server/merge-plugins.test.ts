import { expect, it } from 'vitest';
import { mergePlugins } from '../../src/server/merge-plugins.ts';
import type { GatewayPlugin, MergedPayload, MergedPhase } from '../../src/server/request-state.ts';

/** The result of one hook of the merged plugins; every setter's argument goes into `set`. */
async function run<Phase extends MergedPhase>(
  phase: Phase,
  hooks: readonly NonNullable<GatewayPlugin[Phase]>[],
  setter: keyof MergedPayload<Phase>,
) {
  const set: unknown[] = [];
  const payload = { [setter]: (value: unknown) => void set.push(value) } as unknown as MergedPayload<Phase>;
  const [merged] = mergePlugins(hooks.map((hook) => ({ [phase]: hook }) as GatewayPlugin));
  const hook = merged?.[phase] as (payload: MergedPayload<Phase>) => Promise<void> | void;
  const waiting = hook(payload);
  await waiting;
  return { set, isWaited: waiting !== undefined };
}

it('passes each plugin the result that the previous one set', async () => {
  const add: GatewayPlugin['onResultProcess'] = ({ result, setResult }) =>
    setResult({ data: [...(((result as { data?: unknown[] })?.data as unknown[]) ?? []), 'one'] });
  const { set } = await run('onResultProcess', [add as never, add as never], 'setResult');
  expect(set).toEqual([{ data: ['one'] }, { data: ['one', 'one'] }]);
});

it('passes each plugin the request parser that the previous one set', async () => {
  const seen: unknown[] = [];
  const parser = async () => ({});
  const first: GatewayPlugin['onRequestParse'] = ({ setRequestParser }) => setRequestParser(parser);
  const second: GatewayPlugin['onRequestParse'] = ({ requestParser }) => void seen.push(requestParser);
  const { set } = await run('onRequestParse', [first, second], 'setRequestParser');
  expect([set, seen]).toEqual([[parser], [parser]]);
});

it('calls no plugin after one that responds, at once or later', async () => {
  const answer = 'an answer' as unknown as Response;
  const later: GatewayPlugin['onRequest'] = async ({ endResponse }) => endResponse(answer);
  const atOnce: GatewayPlugin['onRequest'] = ({ endResponse }) => endResponse(answer);
  const never = () => expect.unreachable();
  expect(await run('onRequest', [() => {}, later, never], 'endResponse')).toEqual({
    set: [answer],
    isWaited: true,
  });
  expect(await run('onRequest', [() => {}, atOnce, never], 'endResponse')).toEqual({
    set: [answer],
    isWaited: false,
  });
});

it('awaits each plugin that returns a promise before the next', async () => {
  const calls: string[] = [];
  const slow: GatewayPlugin['onResponse'] = async () => {
    await new Promise(setImmediate);
    calls.push('slow');
  };
  const quick: GatewayPlugin['onResponse'] = () => void calls.push('quick');
  expect(await run('onResponse', [quick, slow, quick, slow], 'setResponse')).toMatchObject({
    isWaited: true,
  });
  expect(calls).toEqual(['quick', 'slow', 'quick', 'slow']);
});

it('leaves the hooks of all other phases unchanged', () => {
  const onParams = () => {};
  const [, one, other] = mergePlugins([{ onParams, onResponse: () => {} }, { onParse: () => {} }]);
  expect([Object.keys(one ?? {}), Object.keys(other ?? {})]).toEqual([['onParams'], ['onParse']]);
});
