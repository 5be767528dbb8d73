import type { Limits } from '@billport/core';
import type { Backend } from './harness.ts';
import type { NeededLimits, Scenario } from './scenario.ts';

function missing<Value>(
  needed: readonly Value[] | undefined,
  given: readonly Value[] | 'all',
): readonly Value[] {
  return given === 'all' ? [] : (needed ?? []).filter((value) => !given.includes(value));
}

/** Why the limits rule the scenario out; nothing when they do not. */
function beyondLimits(needed: NeededLimits, limits: Limits): string | undefined {
  const beyond = [
    ...missing(needed.aggregations, limits.aggregations),
    ...missing(needed.chargeModels, limits.chargeModels),
    ...missing(needed.intervals, limits.intervals),
    ...missing(needed.currencies, limits.currencies),
  ];
  if (beyond.length > 0) return `the limits of the provider leave out ${beyond.join(', ')}`;
  if (needed.deduplication && !needed.deduplication.includes(limits.usage.deduplication)) {
    return `the provider deduplicates usage by ${limits.usage.deduplication}`;
  }
  if (needed.idempotencyKeys !== undefined && needed.idempotencyKeys !== limits.idempotencyKeys) {
    return limits.idempotencyKeys
      ? 'the provider honours idempotency keys'
      : 'the provider knows no idempotency keys';
  }
  return undefined;
}

/**
 * Why a scenario cannot run against this backend, from the manifest, the limits and what the
 * backend is; nothing when it can. The scenario's own operation is not among the reasons: where
 * that is unsupported its negative twin runs.
 */
export function reasonNotToRun(scenario: Scenario, backend: Backend): string | undefined {
  const { provider } = backend;
  const unsupported = (scenario.needs ?? []).filter((id) => !provider.supports(id));
  if (unsupported.length > 0) return `the provider has no ${unsupported.join(', ')}`;
  if (scenario.needsClock && backend.advanceTo === undefined) {
    return 'the time of the backend cannot be moved';
  }
  if (scenario.needsFaults && backend.faults === undefined) {
    return 'the backend takes no faults';
  }
  return beyondLimits(scenario.limits ?? {}, provider.limits);
}
