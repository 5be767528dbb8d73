import type { Billing, Capabilities, Limits } from '@billport/core';
import type { Environment, ProviderChoice } from '../provider-choice.ts';
import { wrongVariable } from '../wrong-variable.ts';
import { findModule } from './find-module.ts';

/** What a module of somebody else exports. */
export interface ProviderModule {
  /** Makes the provider; it reads its settings from the environment that it is given. */
  readonly default: (options: {
    readonly environment: Environment;
  }) => Billing<never> | Billing | Promise<Billing>;
  /** How it serves each operation, where that can be told without opening it. */
  readonly capabilities?: Capabilities;
  /** What it can express, where that can be told without opening it. */
  readonly limits?: Limits;
}

const variable = 'BILLING_PROVIDER';

const PROBLEMS = {
  absent: (names: string) =>
    `There is no such provider and no such module. Write ${names}, or the name of an installed module whose default export makes a provider.`,
  closed: () =>
    'The module is installed, but its exports have no "default" or "require" condition. Write the path of its file instead.',
} as const;

/** Whether a value can be used as a provider. */
function isBilling(value: unknown): value is Billing {
  const { id, supports, capabilities, close } = (value ?? {}) as Partial<Billing>;
  return (
    typeof id === 'string' &&
    typeof supports === 'function' &&
    typeof capabilities === 'object' &&
    typeof close === 'function'
  );
}

async function load(url: string): Promise<ProviderModule> {
  const module = await import(/* @vite-ignore */ url).catch((cause: unknown) => {
    throw wrongVariable({ variable, problem: 'The module could not be loaded.', cause });
  });
  if (typeof module.default === 'function') return module;
  throw wrongVariable({
    variable,
    problem: 'The default export of the module has to be a function that makes a provider.',
  });
}

/**
 * A module of somebody else as the provider.
 * @param known Names of the providers that need no module, for the message.
 * @throws BillingError `configuration` when there is no such module.
 */
export function moduleChoice(
  name: string,
  environment: Environment,
  known: readonly string[],
): ProviderChoice {
  const found = findModule(name);
  if ('problem' in found) {
    throw wrongVariable({
      variable,
      problem: PROBLEMS[found.problem](known.join(', ')),
      allowed: known,
    });
  }
  const { url } = found;

  async function open(): Promise<Billing> {
    const { default: create } = await load(url);
    const billing: unknown = await create({ environment });
    if (isBilling(billing)) return billing;
    throw wrongVariable({
      variable,
      problem: 'The default export of the module has to make what defineProvider makes.',
    });
  }

  /** What the module says of itself, else what an opened provider says. */
  async function tell<Name extends 'capabilities' | 'limits'>(part: Name): Promise<Billing[Name]> {
    const said: Billing[Name] | undefined = (await load(url))[part];
    if (said !== undefined) return said;
    const billing = await open();
    try {
      return billing[part];
    } finally {
      await billing.close();
    }
  }

  return {
    id: name,
    environment: 'unknown',
    capabilities: () => tell('capabilities'),
    limits: () => tell('limits'),
    open,
  };
}
