import { type Billing, currencyDigits, type OperationId, toInstant } from '@billport/core';
import { reasonNotToRun } from './applicability.ts';
import { ensure } from './assertions.ts';
import { checkedProvider } from './checked-provider.ts';
import type { ConformanceFailure } from './conformance-failure.ts';
import type { Backend, Harness } from './harness.ts';
import { keptFields, takenFields } from './kept-fields.ts';
import { type ManifestCheck, manifestText } from './manifest-checks.ts';
import { runNegativeTwin } from './negative-twin.ts';
import type { ScenarioResult } from './report.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

/** Room for a prefix in keys, so that a key of a scenario still fits into 255 characters. */
const MAX_PREFIX = 40;

/** USD, or else the first currency of the provider with two digits. */
function mainCurrency({ limits }: Billing): string {
  if (limits.currencies === 'all' || limits.currencies.includes('USD')) return 'USD';
  const found = limits.currencies.find((code) => currencyDigits(code) === 2);
  ensure(found, 'no currency of the provider has two digits');
  return found;
}

function makeContext(scenario: Scenario, ordinal: number, backend: Backend, billing: Billing) {
  const { keyPrefix = '' } = backend;
  ensure(keyPrefix.length <= MAX_PREFIX, `keyPrefix: use at most ${MAX_PREFIX} characters`);
  const stem = `${keyPrefix}${scenario.operation.replace('.', '-')}-${ordinal}`;
  let keys = 0;
  const context: ScenarioContext = {
    billing,
    limits: backend.provider.limits,
    currency: mainCurrency(backend.provider),
    taken: (operation, fields) => takenFields(backend.provider, operation, fields),
    kept: (operation, fields) => keptFields(backend.provider, operation, fields),
    key: (kind) => `${stem}-${kind}-${++keys}`,
    now: () => toInstant(backend.now()),
    settle: async () => backend.settle?.(),
    async advanceTo(instant) {
      ensure(scenario.needsClock && backend.advanceTo, 'the scenario did not declare needsClock');
      await backend.advanceTo(instant);
      await backend.settle?.();
    },
    get faults() {
      ensure(scenario.needsFaults && backend.faults, 'the scenario did not declare needsFaults');
      return backend.faults;
    },
  };
  return context;
}

/** The operations that the scenario may call. */
function declaredBy({ operation, needs = [], needsAny = [] }: Scenario): Set<OperationId> {
  return new Set([operation, ...needs, ...needsAny.flat()]);
}

/** Runs the scenario, or its twin where the operation is unsupported. Rejects when it fails. */
async function runOn(
  backend: Backend,
  scenario: Scenario,
  ordinal: number,
): Promise<'passed' | 'twin'> {
  const { provider } = backend;
  const breaches: ConformanceFailure[] = [];
  const billing = checkedProvider(provider, {
    declared: declaredBy(scenario),
    secrets: backend.secrets ?? [],
    report: (failure) => breaches.push(failure),
  });
  const context = makeContext(scenario, ordinal, backend, billing);
  const isTwin = provider.capabilities[scenario.operation]?.level === 'unsupported';
  const before = manifestText(backend);
  if (isTwin) await runNegativeTwin(scenario.operation, backend, context);
  else await scenario.run(context);
  if (breaches[0] !== undefined) throw breaches[0];
  ensure(manifestText(backend) === before, 'the manifest changed during the scenario');
  return isTwin ? 'twin' : 'passed';
}

/** Makes a backend, uses it and lets go of it, whatever happens. */
async function withBackend<Result>(
  harness: Harness,
  use: (backend: Backend) => Promise<Result>,
): Promise<Result> {
  const backend = await harness.create();
  try {
    return await use(backend);
  } finally {
    await backend.dispose?.();
  }
}

/** Errors of a broken harness are failures too: nothing that did not run counts as passed. */
async function settled(
  about: Pick<ScenarioResult, 'operation' | 'title' | 'derived'>,
  run: () => Promise<Pick<ScenarioResult, 'outcome' | 'reason'>>,
): Promise<ScenarioResult> {
  try {
    return { ...about, ...(await run()) };
  } catch (error) {
    return { ...about, outcome: 'failed', error };
  }
}

/**
 * What one scenario comes to on a new backend of the harness. `ordinal` is its place in the
 * catalogue: keys are made from it.
 */
export function runScenario(
  harness: Harness,
  scenario: Scenario,
  ordinal: number,
): Promise<ScenarioResult> {
  const { operation, title, derived = false } = scenario;
  return settled({ operation, title, derived }, () =>
    withBackend(harness, async (backend) => {
      const supported = backend.provider.supports(operation);
      const reason = supported ? reasonNotToRun(scenario, backend) : undefined;
      if (reason !== undefined) return { outcome: 'not_run', reason };
      return { outcome: await runOn(backend, scenario, ordinal) };
    }),
  );
}

/** What one check of the manifest comes to on a new backend of the harness. */
export function runManifestCheck(harness: Harness, check: ManifestCheck): Promise<ScenarioResult> {
  return settled({ operation: 'manifest', title: check.title, derived: true }, () =>
    withBackend(harness, async (backend) => {
      await check.run(backend);
      return { outcome: 'passed' };
    }),
  );
}
