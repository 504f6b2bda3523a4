/** What the gateway's process reports at `/metrics`. */
export interface ProcessMetrics {
  readonly residentMb: number;
  readonly heapMb: number;
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
}

/** Event-loop delays are those since the last reading. */
export async function readMetrics(url: URL): Promise<ProcessMetrics> {
  const text = await (await fetch(url)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    residentMb: read('process_resident_memory_bytes') / 1e6,
    heapMb: read('nodejs_heap_size_used_bytes') / 1e6,
    delayP50Ms: read('nodejs_eventloop_lag_p50_seconds') * 1e3,
    delayP99Ms: read('nodejs_eventloop_lag_p99_seconds') * 1e3,
  };
}
