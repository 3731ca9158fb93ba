import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The process's Prometheus metrics. */
export interface Metrics {
  readonly contentType: string;
  readonly registry: Registry;
  /** Counts one answered request under its route pattern (never its address, which may hold ids). */
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  text(): Promise<string>;
}

/** Makes the registry with the process's own figures and the request durations. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'throughline_' });
  const durations = new Histogram({
    name: 'throughline_http_request_seconds',
    help: 'Duration of HTTP requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    registry,
    observeRequest: (method, route, status, seconds) =>
      durations.labels(method, route, String(status)).observe(seconds),
    text: () => registry.metrics(),
  };
}
