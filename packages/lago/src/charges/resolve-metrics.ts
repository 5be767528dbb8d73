import { BillingError, type Charge, type Warning } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { MetricIds } from '../metric-ids.ts';
import { readMetric } from '../metrics/metric-requests.ts';
import type { LagoCharge } from '../wire/charge.ts';
import { declareFilters } from './declare-filters.ts';

/** Reads in flight at a time. */
const AT_ONCE = 5;

/** Metrics of charges by their codes. */
export interface ResolvedMetrics {
  /** Lago's id of a metric of these charges. */
  readonly idOf: (code: string) => string;
  /** Their codes by Lago's ids. */
  readonly codes: ReadonlyMap<string, string>;
  /** Codes whose ids were remembered, and so may be wrong by now. */
  readonly remembered: readonly string[];
  readonly warnings: readonly Warning[];
}

/** One metric, and whether its id was remembered. */
interface ResolvedMetric extends Pick<ResolvedMetrics, 'warnings'> {
  readonly code: string;
  readonly id: string;
  readonly remembered: boolean;
}

/** Whether Lago refused a charge because of its metric. */
function isMissingMetric(error: unknown): boolean {
  return BillingError.is(error, 'not_found') && error.details?.resource === 'metric';
}

function byMetric(charges: readonly Charge[]): [code: string, charges: Charge[]][] {
  const groups = new Map<string, Charge[]>();
  for (const charge of charges) {
    const group = groups.get(charge.metric) ?? [];
    groups.set(charge.metric, [...group, charge]);
  }
  return [...groups];
}

/** Finds Lago's ids of metrics, which it wants in charges in place of codes (`facts/lago.md §b`). */
export class MetricResolver {
  readonly #lago: Connection;
  readonly #ids: MetricIds;

  constructor(lago: Connection, ids: MetricIds) {
    this.#lago = lago;
    this.#ids = ids;
  }

  /** Remembers the metrics of charges that were read. */
  learn(charges: readonly LagoCharge[]): void {
    for (const { billable_metric_code: code, lago_billable_metric_id: id } of charges) {
      this.#ids.keep(code, id);
    }
  }

  async #one(
    code: string,
    charges: readonly Charge[],
    context: CallContext,
  ): Promise<ResolvedMetric> {
    const hasFilters = charges.some(({ filters = [] }) => filters.length > 0);
    const known = hasFilters ? undefined : this.#ids.find(code);
    if (known !== undefined) return { code, id: known, remembered: true, warnings: [] };
    const { metric, warnings } = hasFilters
      ? await declareFilters(this.#lago, code, charges, context)
      : { metric: await readMetric(this.#lago, { code }, context), warnings: [] };
    this.#ids.keep(code, metric.lago_id);
    return { code, id: metric.lago_id, remembered: false, warnings };
  }

  async #resolve(charges: readonly Charge[], context: CallContext): Promise<ResolvedMetrics> {
    const groups = byMetric(charges);
    const found: ResolvedMetric[] = [];
    for (let start = 0; start < groups.length; start += AT_ONCE) {
      const some = groups.slice(start, start + AT_ONCE);
      found.push(...(await Promise.all(some.map((group) => this.#one(...group, context)))));
    }
    const ids = new Map(found.map(({ code, id }) => [code, id]));
    return {
      idOf: (code) => ids.get(code) ?? '',
      codes: new Map(found.map(({ code, id }) => [id, code])),
      remembered: found.filter(({ remembered }) => remembered).map(({ code }) => code),
      warnings: found.flatMap(({ warnings }) => warnings),
    };
  }

  /**
   * Writes charges with the ids of their metrics. Each metric is looked up once; where Lago does
   * not know one that was remembered, it was made again since: then all are looked up once more.
   * @throws BillingError `not_found` for a metric that is not there.
   */
  async write<Value>(
    charges: readonly Charge[],
    context: CallContext,
    send: (metrics: ResolvedMetrics) => Promise<Value>,
  ): Promise<Value> {
    const metrics = await this.#resolve(charges, context);
    try {
      return await send(metrics);
    } catch (error) {
      if (!isMissingMetric(error) || metrics.remembered.length === 0) throw error;
      for (const code of metrics.remembered) this.#ids.forget(code);
      const again = await this.#resolve(charges, context);
      return send({ ...again, warnings: [...metrics.warnings, ...again.warnings] });
    }
  }
}
