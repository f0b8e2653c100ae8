import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Targets of the contract (50, 100, 200, 500 ms, 1 s) are bucket bounds, so p95 against them is exact. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

export type Labels = Record<string, string>;

/**
 * The process's figures, without a single person in them: labels are route templates, queue names, kinds and outcomes;
 * never a phone, an order or a retailer.
 */
export type Metrics = {
  registry: Registry;
  observeHttp(call: { method: string; route: string; status: number; seconds: number }): void;
  observeQuery(seconds: number): void;
  /** A job that ended, and how long it ran. */
  observeJob(job: { queue: string; outcome: 'done' | 'failed' | 'dead'; seconds: number }): void;
  /** A counter, histogram or gauge by name; the same name gives the same one. */
  counter(name: string, help: string, labels?: readonly string[]): { add(labels?: Labels, by?: number): void };
  histogram(name: string, help: string, labels?: readonly string[]): { observe(labels: Labels, seconds: number): void };
  /** Asked when the metrics are read; a failing reading leaves the figure out. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** The same with one label, for figures per queue, state or device kind. */
  gaugeBy(name: string, help: string, label: string, read: () => Promise<Record<string, number>>): void;
  text(): Promise<string>;
};

export function createMetrics(options: { process: string; defaults?: boolean }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: options.process });
  if (options.defaults !== false) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const histogram = (name: string, help: string, labelNames: readonly string[] = []) => {
    const made =
      histograms.get(name) ?? new Histogram({ name, help, labelNames: [...labelNames], buckets: SECONDS, registers });
    histograms.set(name, made);
    return { observe: (labels: Labels, seconds: number) => made.observe(labels, seconds) };
  };
  const http = histogram('http_request_seconds', 'Duration of requests by route template.', [
    'method',
    'route',
    'status',
  ]);
  const query = histogram('database_query_seconds', 'Duration of database queries.');
  const job = histogram('job_seconds', 'Duration of jobs by queue and outcome.', ['queue', 'outcome']);
  return {
    registry,
    observeHttp: ({ method, route, status, seconds }) =>
      http.observe({ method, route, status: `${Math.trunc(status / 100)}xx` }, seconds),
    observeQuery: (seconds) => query.observe({}, seconds),
    observeJob: ({ queue, outcome, seconds }) => job.observe({ queue, outcome }, seconds),
    counter(name, help, labelNames = []) {
      const made = counters.get(name) ?? new Counter({ name, help, labelNames: [...labelNames], registers });
      counters.set(name, made);
      return { add: (labels = {}, by = 1) => made.inc(labels, by) };
    },
    histogram,
    gauge: (name, help, read) => addGauge(registry, name, help, [], async (gauge) => gauge.set(await read())),
    gaugeBy: (name, help, label, read) =>
      addGauge(registry, name, help, [label], async (gauge) => {
        for (const [value, figure] of Object.entries(await read())) gauge.set({ [label]: value }, figure);
      }),
    text: () => registry.metrics(),
  };
}

function addGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  fill: (gauge: Gauge) => Promise<void>,
): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      gauge.reset();
      // One source that is away must not hide the other figures.
      await fill(gauge).catch(() => gauge.reset());
    },
  });
}
