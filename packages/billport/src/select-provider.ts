import type { Billing } from '@billport/core';
import { embeddedChoice } from './choices/embedded-choice.ts';
import { lagoChoice } from './choices/lago-choice.ts';
import { moduleChoice } from './choices/module-choice.ts';
import { paigoChoice } from './choices/paigo-choice.ts';
import type { Environment, ProviderChoice } from './provider-choice.ts';

/** The providers of ours by name: the only place where they are told apart. */
const CHOICES: Readonly<Record<string, (environment: Environment) => ProviderChoice>> = {
  embedded: embeddedChoice,
  lago: lagoChoice,
  paigo: paigoChoice,
};

/**
 * The provider that `BILLING_PROVIDER` names: `embedded` (when absent), `lago`, `paigo`, or a module
 * whose default export makes a provider. No adapter is loaded and no credential is read yet.
 *
 * @param environment Where variables are looked up; `process.env` when absent.
 * @throws BillingError `configuration` for a name that is none of these, with those that are allowed.
 */
export function selectProvider(environment: Environment = process.env): ProviderChoice {
  const name = environment.BILLING_PROVIDER?.trim() || 'embedded';
  const choice = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
  return choice?.(environment) ?? moduleChoice(name, environment, Object.keys(CHOICES));
}

/**
 * Opens the provider that the environment names.
 *
 * @example
 * ```ts
 * import { billingFromEnv } from 'billport';
 *
 * const billing = await billingFromEnv();
 * await billing.customers.upsert({ customerKey: 'acme', name: 'Acme' });
 * await billing.close();
 * ```
 * @param environment Where variables are looked up; `process.env` when absent.
 * @throws BillingError `configuration` that names the variable which is missing or wrong, and what
 *   it may be.
 */
export async function billingFromEnv(environment: Environment = process.env): Promise<Billing> {
  return selectProvider(environment).open();
}
