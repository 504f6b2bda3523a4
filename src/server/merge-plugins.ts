import type { GatewayPlugin, MergedPayload, MergedPhase } from './request-state.ts';

/**
 * Merges the plugins' hooks of each merged phase into one hook that calls them in order. Each hook sees what earlier
 * ones set, and none is called after one that ends the request. Yoga chains hooks by real or fake promises, and each
 * step costs more than most of our hooks do. Here only hooks that return a promise are awaited.
 */
export function mergePlugins(plugins: readonly GatewayPlugin[]): readonly GatewayPlugin[] {
  const hooksOf = <Phase extends MergedPhase>(phase: Phase) =>
    plugins.map((plugin) => plugin[phase]).filter((hook) => hook !== undefined);
  const requestHooks = hooksOf('onRequest');
  const requestParseHooks = hooksOf('onRequestParse');
  const executeHooks = hooksOf('onExecute');
  const resultProcessHooks = hooksOf('onResultProcess');
  const responseHooks = hooksOf('onResponse');

  const merged: Required<Pick<GatewayPlugin, MergedPhase>> = {
    onRequest(payload) {
      let isAnswered = false;
      const shared: MergedPayload<'onRequest'> = {
        ...payload,
        endResponse(response) {
          isAnswered = true;
          payload.endResponse(response);
        },
      };
      return inTurn(requestHooks, shared, () => isAnswered);
    },
    onRequestParse(payload) {
      const shared: MergedPayload<'onRequestParse'> = {
        ...payload,
        setRequestParser(parser) {
          shared.requestParser = parser;
          payload.setRequestParser(parser);
        },
      };
      return inTurn(requestParseHooks, shared);
    },
    onExecute(payload) {
      const shared: MergedPayload<'onExecute'> = {
        ...payload,
        setExecuteFn(execute) {
          shared.executeFn = execute;
          payload.setExecuteFn(execute);
        },
      };
      return inTurn(executeHooks, shared);
    },
    onResultProcess(payload) {
      const shared: MergedPayload<'onResultProcess'> = {
        ...payload,
        setResult(result) {
          shared.result = result;
          payload.setResult(result);
        },
      };
      return inTurn(resultProcessHooks, shared);
    },
    onResponse: (payload) => inTurn(responseHooks, payload),
  };
  return [merged, ...plugins.map(withoutMerged)];
}

/** Calls hooks in order and awaits those that return a promise. */
function inTurn<Payload>(
  hooks: readonly ((payload: Payload) => Promise<void> | void)[],
  payload: Payload,
  isOver: () => boolean = never,
  from = 0,
): Promise<void> | void {
  for (let at = from; at < hooks.length && !isOver(); at++) {
    const waiting = hooks[at]?.(payload);
    if (waiting) return waiting.then(() => inTurn(hooks, payload, isOver, at + 1));
  }
}

const never = () => false;

function withoutMerged(plugin: GatewayPlugin): GatewayPlugin {
  const { onRequest, onRequestParse, onExecute, onResultProcess, onResponse, ...other } = plugin;
  return other;
}
