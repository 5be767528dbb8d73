import { type CapabilityLevel, operations } from '@billport/core';
import { ensure, same } from './assertions.ts';
import { fieldLimitChecks } from './field-limits.ts';
import type { Backend } from './harness.ts';

/** A check of the provider as a whole. */
export interface ManifestCheck {
  readonly title: string;
  run(backend: Backend): Promise<void> | void;
}

const LEVELS: Readonly<Record<CapabilityLevel, true>> = {
  native: true,
  emulated: true,
  partial: true,
  unsupported: true,
};

/** Whether no part of the value can be changed. */
function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

/** What the provider declares about itself, as text: the same before and after any call. */
export function manifestText({ provider }: Backend): string {
  return JSON.stringify([provider.id, provider.capabilities, provider.limits]);
}

/** What every provider declares about itself, and how. */
export const manifestChecks: readonly ManifestCheck[] = [
  {
    title: 'covers exactly the operations of the contract',
    run: ({ provider }) =>
      same(
        Object.keys(provider.capabilities).sort(),
        [...operations.keys()].sort(),
        'operations of the manifest',
      ),
  },
  {
    title: 'has a level that the contract knows for each operation',
    run({ provider }) {
      for (const [id, { level }] of Object.entries(provider.capabilities)) {
        ensure(Object.hasOwn(LEVELS, level), `${id} has the level ${level}`);
      }
    },
  },
  {
    title: 'says how an operation is emulated and what is missing of a partial one',
    run({ provider }) {
      for (const [id, { level, note }] of Object.entries(provider.capabilities)) {
        const silent = (level === 'emulated' || level === 'partial') && !note?.trim();
        ensure(!silent, `${id} is ${level} and its note says nothing`);
      }
    },
  },
  {
    title: 'names fields that are not kept of partial operations only',
    run({ provider }) {
      for (const [id, { level, without }] of Object.entries(provider.capabilities)) {
        if (without === undefined) continue;
        ensure(level === 'partial', `${id} is ${level} and names fields that are not kept`);
        ensure(without.length > 0, `${id} names no field that is not kept`);
      }
    },
  },
  {
    title: 'is plain data that can be copied and sent as JSON',
    run({ provider: { capabilities, limits } }) {
      same(structuredClone(capabilities), capabilities, 'copy of the manifest');
      same(JSON.parse(JSON.stringify(capabilities)), capabilities, 'manifest through JSON');
      same(structuredClone(limits), limits, 'copy of the limits');
      same(JSON.parse(JSON.stringify(limits)), limits, 'limits through JSON');
    },
  },
  {
    title: 'is frozen',
    run({ provider }) {
      ensure(isFrozen(provider.capabilities), 'the manifest can be changed');
      ensure(isFrozen(provider.limits), 'the limits can be changed');
    },
  },
  {
    title: 'agrees with supports()',
    run({ provider }) {
      for (const id of operations.keys()) {
        const declared = provider.capabilities[id].level !== 'unsupported';
        ensure(provider.supports(id) === declared, `supports(${id}) contradicts the manifest`);
      }
    },
  },
  {
    title: 'has every operation as a function, supported or not',
    run({ provider }) {
      const ports = provider as unknown as Record<string, Record<string, unknown>>;
      for (const id of operations.keys()) {
        const [port, name] = id.split('.') as [string, string];
        ensure(typeof ports[port]?.[name] === 'function', `${id} is not there`);
      }
    },
  },
  {
    title: 'names the provider',
    run: ({ provider }) => ensure(provider.id.trim() !== '', 'the provider has no id'),
  },
  ...fieldLimitChecks,
];
