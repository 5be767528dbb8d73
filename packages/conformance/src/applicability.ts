import type { Billing, InputField, Limits, OperationId } from '@billport/core';
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
  const fractions = limits.wholeUnits !== true;
  if (needed.fractions !== undefined && needed.fractions !== fractions) {
    return fractions ? 'the provider bills parts of units' : 'the provider bills whole units';
  }
  return undefined;
}

/** Whether the field is one of those that are named, or inside of one. */
function isAmong(field: string, named: readonly string[]): boolean {
  return named.some((name) => field === name || field.startsWith(`${name}.`));
}

/** The operation and the field of it: `customers.upsert` and `address.city`. */
function partsOf(field: InputField): [operation: OperationId, name: string] {
  const [port, operation, ...name] = field.split('.');
  return [`${port}.${operation}` as OperationId, name.join('.')];
}

/** Why fields that the scenario gives or leaves out rule it out; nothing when they do not. */
function beyondFields(scenario: Scenario, { capabilities, limits }: Billing): string | undefined {
  const { needsFields = [], leavesOut = [] } = scenario;
  const lost = needsFields.filter((field) => {
    const [operation, name] = partsOf(field);
    return isAmong(name, capabilities[operation].without ?? []);
  });
  if (lost.length > 0) return `the provider does not keep ${lost.join(', ')}`;
  const refused = needsFields.filter((field) => isAmong(field, limits.fields?.refused ?? []));
  if (refused.length > 0) return `the provider refuses ${refused.join(', ')}`;
  const required = leavesOut.filter((field) => limits.fields?.required?.includes(field));
  if (required.length > 0) return `the provider requires ${required.join(', ')}`;
  return undefined;
}

/** Whether the operation leaves something out that is no field of its input. */
function isPartial({ capabilities }: Billing, id: OperationId): boolean {
  const { level, without } = capabilities[id];
  return level === 'partial' && without === undefined;
}

/** Why operations that the scenario calls rule it out; nothing when they do not. */
function beyondOperations(scenario: Scenario, provider: Billing): string | undefined {
  const { needs = [], needsAny = [], needsWhole = [] } = scenario;
  const unsupported = needs.filter((id) => !provider.supports(id));
  if (unsupported.length > 0) return `the provider has no ${unsupported.join(', ')}`;
  const none = needsAny.find((group) => !group.some((id) => provider.supports(id)));
  if (none !== undefined) return `the provider has no ${none.join(', and no ')}`;
  const partial = needsWhole.filter((id) => isPartial(provider, id));
  if (partial.length > 0) return `the provider does a part of ${partial.join(', ')}`;
  return undefined;
}

/**
 * Why a scenario cannot run against this backend, from the manifest, the limits and what the
 * backend is; nothing when it can. The scenario's own operation is not among the reasons: where
 * that is unsupported its negative twin runs.
 */
export function reasonNotToRun(scenario: Scenario, backend: Backend): string | undefined {
  const { provider } = backend;
  const reason = beyondOperations(scenario, provider) ?? beyondFields(scenario, provider);
  if (reason !== undefined) return reason;
  if (scenario.needsClock && backend.advanceTo === undefined) {
    return 'the time of the backend cannot be moved';
  }
  if (scenario.needsFaults && backend.faults === undefined) {
    return 'the backend takes no faults';
  }
  return beyondLimits(scenario.limits ?? {}, provider.limits);
}
