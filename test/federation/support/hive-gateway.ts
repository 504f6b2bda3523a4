interface HiveGateway extends AsyncDisposable {
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/** By name only: its types add members of graphql 17 to graphql 16's own, in the whole program. */
const HIVE: string = '@graphql-hive/gateway-runtime';

/** Hive Gateway, with its JavaScript planner, over this supergraph. */
export async function startHive(supergraph: string): Promise<HiveGateway> {
  const { createGatewayRuntime } = await import(HIVE);
  return createGatewayRuntime({ supergraph, logging: false });
}
