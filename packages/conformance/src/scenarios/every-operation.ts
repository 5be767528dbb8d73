import { type BillingError, type Operation, type OperationId, operations } from '@billport/core';
import { ensure, isUnknown, refuses } from '../assertions.ts';
import { damagedInputs } from '../input-damage.ts';
import { sampleInputs } from '../sample-inputs.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

type AnyOperation = (input: unknown, options?: object) => PromiseLike<unknown>;

function operationOf({ billing }: ScenarioContext, id: OperationId): AnyOperation {
  const [port, name] = id.split('.') as [string, string];
  const found = (billing as unknown as Record<string, Record<string, AnyOperation>>)[port]?.[name];
  ensure(found, `${id} is not there`);
  return found;
}

/** The sample with a key that no other scenario uses in place of `sample`. */
function sampleOf(id: OperationId, key: string): unknown {
  return JSON.parse(JSON.stringify(sampleInputs[id]).replaceAll('"sample"', JSON.stringify(key)));
}

/** Where what a refused write would have made would be found. */
const lookups: Readonly<Partial<Record<OperationId, [get: OperationId, field: string]>>> = {
  'customers.upsert': ['customers.get', 'customerKey'],
  'metrics.create': ['metrics.get', 'code'],
  'plans.create': ['plans.get', 'code'],
  'subscriptions.create': ['subscriptions.get', 'subscriptionKey'],
  'coupons.create': ['coupons.get', 'code'],
  'taxes.create': ['taxes.get', 'code'],
};

async function madeNothing(context: ScenarioContext, id: OperationId, key: string) {
  const lookup = lookups[id];
  if (lookup === undefined || !context.billing.supports(lookup[0])) return;
  await context.settle();
  const [get, field] = lookup;
  await isUnknown(() => operationOf(context, get)({ [field]: key }), `${get} after refusals`);
}

function needsOf(id: OperationId): readonly OperationId[] {
  const lookup = lookups[id];
  return lookup === undefined ? [] : [lookup[0]];
}

/** Whether an issue is about the place of the mistake: there, above it or below it. */
function isAbout(error: BillingError, path: readonly (string | number)[]): boolean {
  return (error.issues ?? []).some((issue) => {
    const shared = Math.min(issue.path.length, path.length);
    return shared > 0 && issue.path.slice(0, shared).every((step, index) => step === path[index]);
  });
}

function refusesDamage(id: OperationId, operation: Operation): Scenario {
  return {
    operation: id,
    title: 'refuses unknown, missing and mistyped fields by name, and does nothing',
    needs: needsOf(id),
    derived: true,
    async run(context) {
      const key = context.key('refused');
      const call = operationOf(context, id);
      for (const { input, damage, path } of damagedInputs(operation, sampleOf(id, key))) {
        const error = await refuses('invalid_input', () => call(input), `an input ${damage}`);
        ensure(isAbout(error, path), `no issue names the field of an input ${damage}`);
      }
      await madeNothing(context, id, key);
    },
  };
}

function givesUp(id: OperationId): Scenario {
  return {
    operation: id,
    title: 'gives up at once when the caller has given up, and does nothing',
    needs: needsOf(id),
    derived: true,
    async run(context) {
      const key = context.key('aborted');
      const signal = AbortSignal.abort();
      const call = () => operationOf(context, id)(sampleOf(id, key), { signal });
      await refuses('aborted', call, 'a call with a signal that has fired');
      await madeNothing(context, id, key);
    },
  };
}

function refusesTimeLimits(id: OperationId): Scenario {
  return {
    operation: id,
    title: 'refuses a time limit that is no number of milliseconds',
    needs: needsOf(id),
    derived: true,
    async run(context) {
      const key = context.key('timed');
      for (const timeoutMs of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
        const call = () => operationOf(context, id)(sampleOf(id, key), { timeoutMs });
        await refuses('invalid_input', call, `a time limit of ${timeoutMs} ms`);
      }
      await madeNothing(context, id, key);
    },
  };
}

/** What holds for every operation of the contract, derived from its declaration. */
export const everyOperationScenarios: readonly Scenario[] = [...operations].flatMap(
  ([id, operation]) => [refusesDamage(id, operation), givesUp(id), refusesTimeLimits(id)],
);
