/**
 * The text of `/metrics`. Its library is loaded by the first scrape, from which
 * on the delay of the event loop is observed too, so that a server that nobody
 * scrapes pays for neither.
 *
 * @module
 */
import { monotonicMs } from "../net/clock.ts";
import { scheduleInterval } from "../scheduler.ts";
import { observeEventLoopDelay } from "./event_loop_delay.ts";
import { MetricRegistry } from "./metric_registry.ts";
import type { MetricSources } from "./metric_sources.ts";
import { addEventLoopMetric, addProcessMetrics } from "./process_metrics.ts";
import { addRelayMetrics } from "./relay_metrics.ts";
import { addScaleOutMetrics } from "./scale_out_metrics.ts";
import { addReportMetrics } from "./report_metrics.ts";
import { addSignalingMetrics } from "./signaling_metrics.ts";

/** All metrics of a process. */
export class MetricsText {
  readonly #registry = new MetricRegistry();
  readonly #stopObserving: () => void;

  /** Begins to observe the event loop. */
  constructor(sources: MetricSources) {
    addProcessMetrics(this.#registry, sources);
    addSignalingMetrics(this.#registry, sources);
    addRelayMetrics(this.#registry, sources);
    addScaleOutMetrics(this.#registry, sources);
    addReportMetrics(this.#registry, sources);
    this.#stopObserving = observeEventLoopDelay(
      scheduleInterval,
      monotonicMs,
      addEventLoopMetric(this.#registry),
    );
  }

  /** Media type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The exposition format of Prometheus, with the values of this moment. */
  async render(): Promise<string> {
    return await this.#registry.render();
  }

  /** Stops observing. */
  close(): void {
    this.#stopObserving();
  }
}
