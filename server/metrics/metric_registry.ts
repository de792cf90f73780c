/**
 * Metrics of npm `prom-client` whose values are read when they are asked for.
 *
 * @module
 */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** One value, with its labels. */
export interface Sample {
  /** Values of the labels by name. */
  readonly labels: Readonly<Record<string, string>>;
  /** In the unit of the metric. */
  readonly value: number;
}

/** Name, text and values of a metric. */
export interface SampledMetric {
  /** By the conventions of Prometheus: base units, `_total` for counters. */
  readonly name: string;
  /** Sentence without a final period. */
  readonly help: string;
  /** Names of the labels; none by default. */
  readonly labelNames?: readonly string[];
  /** Reads all values; none leaves the metric without samples. */
  read(): readonly Sample[];
}

/** One value without labels; none for null. */
export function single(value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels: {}, value }];
}

/** Values of one label. */
export function byLabel(
  label: string,
  counts: Iterable<readonly [string, number]>,
): readonly Sample[] {
  return Array.from(
    counts,
    ([name, value]) => ({ labels: { [label]: name }, value }),
  );
}

/** All metrics of a process; the only user of npm `prom-client`. */
export class MetricRegistry {
  readonly #registry = new Registry();

  /** Media type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text format of Prometheus, with the values of this moment. */
  async render(): Promise<string> {
    return await this.#registry.metrics();
  }

  /** Adds a counter, whose values never go down. */
  addCounter(metric: SampledMetric): void {
    this.#registry.registerMetric(
      new Counter<string>({
        ...configurationOf(metric),
        collect() {
          writeSamples(
            this,
            metric,
            (labels, value) => this.inc(labels, value),
          );
        },
      }),
    );
  }

  /** Adds a gauge. */
  addGauge(metric: SampledMetric): void {
    this.#registry.registerMetric(
      new Gauge<string>({
        ...configurationOf(metric),
        collect() {
          writeSamples(
            this,
            metric,
            (labels, value) => this.set(labels, value),
          );
        },
      }),
    );
  }

  /** Adds a histogram and returns the function that adds a value to it. */
  addHistogram(
    name: string,
    help: string,
    buckets: readonly number[],
  ): (value: number) => void {
    const histogram = new Histogram({
      name,
      help,
      buckets: [...buckets],
      registers: [this.#registry],
    });
    return (value) => histogram.observe(value);
  }
}

function configurationOf({ name, help, labelNames = [] }: SampledMetric) {
  return { name, help, labelNames: [...labelNames], registers: [] };
}

/** Replaces the values of a metric by those of this moment. */
function writeSamples(
  target: Pick<Counter<string>, "reset" | "remove">,
  { labelNames = [], read }: SampledMetric,
  write: (labels: Sample["labels"], value: number) => void,
): void {
  target.reset();
  const samples = read();
  // A reset metric without labels has the value 0.
  if (samples.length + labelNames.length === 0) target.remove();
  for (const { labels, value } of samples) write(labels, value);
}
