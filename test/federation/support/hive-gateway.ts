interface HiveGateway extends AsyncDisposable {
  fetch(request: string | Request, init?: RequestInit): Promise<Response>;
}

/** Not typed: its types would add members of graphql 17 to graphql 16's in the whole program. */
const HIVE: string = '@graphql-hive/gateway-runtime';
const RUST_PLANNER: string = '@graphql-hive/router-runtime';

/** Hive Gateway over this supergraph, with either of its planners. */
export async function startHive(
  supergraph: string,
  planner: 'JavaScript' | 'Rust' = 'JavaScript',
  config: object = {},
): Promise<HiveGateway> {
  const { createGatewayRuntime } = await import(HIVE);
  const handler =
    planner === 'Rust' ? { unifiedGraphHandler: (await import(RUST_PLANNER)).unifiedGraphHandler } : {};
  return createGatewayRuntime({ supergraph, logging: false, ...handler, ...config });
}
