import {
  type Billing,
  type BillingError,
  type InputField,
  type Operation,
  type OperationId,
  operations,
} from '@billport/core';
import { ensure, isUnknown, refuses } from './assertions.ts';
import { checkedProvider } from './checked-provider.ts';
import type { Backend } from './harness.ts';
import { gives } from './kept-fields.ts';
import { leastInput } from './least-input.ts';
import { lookupOf } from './lookups.ts';
import type { ManifestCheck } from './manifest-checks.ts';
import { samplesOf } from './sample-inputs.ts';

type AnyOperation = (input: unknown) => PromiseLike<unknown>;

/** A field that the limits of a provider name. */
interface NamedField {
  /** As the limits name it: `plans.create.charges.filters`. */
  readonly field: InputField;
  readonly id: OperationId;
  /** Within the input: `charges.filters`. */
  readonly name: string;
}

function named(field: InputField): NamedField {
  const [port, operation, ...name] = field.split('.');
  return { field, id: `${port}.${operation}` as OperationId, name: name.join('.') };
}

function fieldsOf({ limits: { fields = {} } }: Billing) {
  const { required = [], refused = [] } = fields;
  return { required: required.map(named), refused: refused.map(named) };
}

/** The operation that the field is of, in the contract. */
function operationOf({ field, id }: NamedField): Operation {
  const operation = operations.get(id);
  ensure(operation, `the limits name ${field}, and the contract has no ${id}`);
  return operation;
}

/** A sample that gives the field. */
function sampleWith({ field, id, name }: NamedField, key: string): unknown {
  const sample = samplesOf(id, key).find((each) => gives(each, name));
  ensure(sample !== undefined, `the limits name ${field}, which the contract does not have`);
  return sample;
}

/** The operation under the checks that hold for every call. */
function checkedCall(backend: Backend, id: OperationId): AnyOperation {
  const billing = checkedProvider(backend.provider, {
    declared: new Set(operations.keys()),
    secrets: backend.secrets ?? [],
    report: () => undefined,
  });
  const [port, name] = id.split('.') as [string, string];
  const found = (billing as unknown as Record<string, Record<string, AnyOperation>>)[port]?.[name];
  ensure(found, `${id} is not there`);
  return found;
}

/** Goes on when an issue of the error is about the field, or something in it. */
function isAbout({ issues = [] }: BillingError, { field, name }: NamedField, what: string): void {
  const about = issues.some(({ path }) => {
    const place = path.filter((step) => typeof step === 'string').join('.');
    return place === name || place.startsWith(`${name}.`);
  });
  ensure(about, `${what}: no issue names ${field}`);
}

/** Names of the fields that a call must give beside `field`, so that only that is in its way. */
function requiredBeside({ field, id }: NamedField, backend: Backend): string[] {
  return fieldsOf(backend.provider)
    .required.filter((other) => other.id === id && other.field !== field)
    .map(({ name }) => name);
}

function keyOf({ keyPrefix = '' }: Backend, { field }: NamedField): string {
  return `${keyPrefix}limits-${field}`;
}

/** Refuses the least call that gives the field, and sends nothing. */
async function refusesGiven(backend: Backend, given: NamedField): Promise<void> {
  const sample = sampleWith(given, keyOf(backend, given));
  const keep = [given.name, ...requiredBeside(given, backend)];
  const input = leastInput(operationOf(given), sample, keep);
  const before = backend.requests?.() ?? 0;
  const what = `a call that gives ${given.field}`;
  const error = await refuses('invalid_input', () => checkedCall(backend, given.id)(input), what);
  isAbout(error, given, what);
  const sent = (backend.requests?.() ?? 0) - before;
  ensure(sent === 0, `${what}: refused after ${sent} requests`);
}

/**
 * Refuses the least call without the field. A write may read first, since only a new thing needs
 * the field; it makes nothing. A read sends nothing.
 */
async function refusesWithout(backend: Backend, needed: NamedField): Promise<void> {
  const key = keyOf(backend, needed);
  const operation = operationOf(needed);
  const input = leastInput(operation, sampleWith(needed, key), requiredBeside(needed, backend));
  ensure(!gives(input, needed.name), `the contract itself requires ${needed.field}`);
  const before = backend.requests?.() ?? 0;
  const what = `a call without ${needed.field}`;
  const error = await refuses('invalid_input', () => checkedCall(backend, needed.id)(input), what);
  isAbout(error, needed, what);
  const sent = (backend.requests?.() ?? 0) - before;
  ensure(operation.effect !== 'read' || sent === 0, `${what}: refused after ${sent} requests`);
  const lookup = lookupOf(needed.id);
  if (lookup === undefined || !backend.provider.supports(lookup[0])) return;
  await backend.settle?.();
  const [get, field] = lookup;
  await isUnknown(() => checkedCall(backend, get)({ [field]: key }), `${get} after ${what}`);
}

/** What the limits say of fields, and that calls are held to it. */
export const fieldLimitChecks: readonly ManifestCheck[] = [
  {
    title: 'names fields in its limits that operations which it has could be given',
    run({ provider }) {
      const { required, refused } = fieldsOf(provider);
      for (const each of [...required, ...refused]) {
        operationOf(each);
        sampleWith(each, 'sample');
        ensure(
          provider.supports(each.id),
          `the limits name ${each.field}, and it has no ${each.id}`,
        );
        const { without = [] } = provider.capabilities[each.id];
        ensure(!without.includes(each.name), `${each.field} is in the limits and in \`without\``);
      }
      const both = refused.find(({ field }) => required.some((other) => other.field === field));
      ensure(both === undefined, `${both?.field} is required and refused`);
    },
  },
  {
    title: 'refuses the fields that its limits say it refuses, before anything is sent',
    async run(backend) {
      for (const field of fieldsOf(backend.provider).refused) await refusesGiven(backend, field);
    },
  },
  {
    title: 'refuses calls without the fields that its limits require, and makes nothing',
    async run(backend) {
      for (const field of fieldsOf(backend.provider).required) await refusesWithout(backend, field);
    },
  },
];
