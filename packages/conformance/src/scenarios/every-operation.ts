import { type BillingError, type Operation, type OperationId, operations } from '@billport/core';
import { ensure, isUnknown, refuses } from '../assertions.ts';
import { damagedInputs } from '../input-damage.ts';
import { lookupOf } from '../lookups.ts';
import { sampleOf } from '../sample-inputs.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

type AnyOperation = (input: unknown, options?: object) => PromiseLike<unknown>;

function operationOf({ billing }: ScenarioContext, id: OperationId): AnyOperation {
  const [port, name] = id.split('.') as [string, string];
  const found = (billing as unknown as Record<string, Record<string, AnyOperation>>)[port]?.[name];
  ensure(found, `${id} is not there`);
  return found;
}

async function madeNothing(context: ScenarioContext, id: OperationId, key: string) {
  const lookup = lookupOf(id);
  if (lookup === undefined || !context.billing.supports(lookup[0])) return;
  await context.settle();
  const [get, field] = lookup;
  await isUnknown(() => operationOf(context, get)({ [field]: key }), `${get} after refusals`);
}

function needsOf(id: OperationId): readonly OperationId[] {
  const lookup = lookupOf(id);
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
