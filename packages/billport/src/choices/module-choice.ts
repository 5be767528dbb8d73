import { types } from 'node:util';
import { type Billing, BillingError, type Capabilities, type Limits } from '@billport/core';
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
  readonly capabilities?: Capabilities | undefined;
  /** What it can express, where that can be told without opening it. */
  readonly limits?: Limits | undefined;
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

/** `TypeError`, `Error (ERR_MODULE_NOT_FOUND)`: of an error of somebody else, what is no words of it. */
function kindOf(error: unknown): string {
  if (!types.isNativeError(error)) return `a thrown ${typeof error}`;
  const { name, code } = error as NodeJS.ErrnoException;
  const kind = /^[A-Z][A-Za-z]{0,40}$/.test(name) ? name : 'Error';
  return code !== undefined && /^[A-Z][A-Z_]{2,60}$/.test(code) ? `${kind} (${code})` : kind;
}

/** Why a module did not load. Of a syntax error Node tells the line only to whoever checks the file. */
function whyNotLoaded(error: unknown): string {
  const kind = kindOf(error);
  const way = kind.startsWith('SyntaxError')
    ? ' If it is no JavaScript, node --check says in which line.'
    : '';
  return `The module could not be loaded: ${kind}.${way}`;
}

async function load(url: string): Promise<ProviderModule> {
  const module = await import(/* @vite-ignore */ url).catch((cause: unknown) => {
    throw wrongVariable({ variable, problem: whyNotLoaded(cause), cause });
  });
  if (typeof module.default === 'function') return module;
  throw wrongVariable({
    variable,
    problem: 'The default export of the module has to be a function that makes a provider.',
  });
}

/** Errors in the words of billing are for the user; of others only their kind is known to be fit. */
async function make({ default: create }: ProviderModule, environment: Environment) {
  try {
    return await create({ environment });
  } catch (cause) {
    if (BillingError.is(cause)) throw cause;
    throw wrongVariable({
      variable,
      problem: `The module could not make a provider: ${kindOf(cause)}.`,
      cause,
    });
  }
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
    const billing: unknown = await make(await load(url), environment);
    if (isBilling(billing)) return billing;
    throw wrongVariable({
      variable,
      problem: 'The default export of the module has to make what defineProvider makes.',
    });
  }

  /** What the module says of itself, else what an opened provider says. */
  async function manifest(): Promise<Pick<Billing, 'capabilities' | 'limits'>> {
    const { capabilities, limits } = await load(url);
    if (capabilities !== undefined && limits !== undefined) return { capabilities, limits };
    const billing = await open();
    try {
      return {
        capabilities: capabilities ?? billing.capabilities,
        limits: limits ?? billing.limits,
      };
    } finally {
      await billing.close();
    }
  }

  return {
    id: name,
    environment: 'unknown',
    capabilities: async () => (await manifest()).capabilities,
    limits: async () => (await manifest()).limits,
    open,
  };
}
