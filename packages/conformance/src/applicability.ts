import type { Billing, Limits, OperationId } from '@billport/core';
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
  if (needed.repeats && !needed.repeats.includes(limits.usage.repeats)) {
    return `the provider answers repeated events as ${limits.usage.repeats}`;
  }
  if (needed.idempotencyKeys !== undefined && needed.idempotencyKeys !== limits.idempotencyKeys) {
    return limits.idempotencyKeys
      ? 'the provider honours idempotency keys'
      : 'the provider knows no idempotency keys';
  }
  return undefined;
}

/** The fields that the scenario needs and the provider does not keep. */
function missingFields({ needsFields = [] }: Scenario, { capabilities }: Billing): string[] {
  return needsFields.filter((name) => {
    const [port, operation, ...field] = name.split('.');
    const capability = capabilities[`${port}.${operation}` as OperationId];
    return capability.without?.includes(field.join('.')) ?? false;
  });
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
  const fields = missingFields(scenario, provider);
  if (fields.length > 0) return `the provider does not keep ${fields.join(', ')}`;
  if (scenario.needsClock && backend.advanceTo === undefined) {
    return 'the time of the backend cannot be moved';
  }
  if (scenario.needsFaults && backend.faults === undefined) {
    return 'the backend takes no faults';
  }
  return beyondLimits(scenario.limits ?? {}, provider.limits);
}
