import { coupons } from './coupons.ts';
import { creditNotes } from './credit-notes.ts';
import { credits } from './credits.ts';
import { customers } from './customers.ts';
import { health } from './health.ts';
import { invoices } from './invoices.ts';
import { metrics } from './metrics.ts';
import type { Operation } from './operation.ts';
import { plans } from './plans.ts';
import { subscriptions } from './subscriptions.ts';
import { taxes } from './taxes.ts';
import { usage } from './usage.ts';

export * from './charges.ts';
export * from './coupons.ts';
export * from './credit-notes.ts';
export * from './credits.ts';
export * from './customers.ts';
export * from './fees.ts';
export * from './health.ts';
export * from './invoices.ts';
export * from './metrics.ts';
export * from './operation.ts';
export * from './plans.ts';
export * from './scalars.ts';
export * from './subscriptions.ts';
export * from './taxes.ts';
export * from './usage.ts';
export * from './usage-event.ts';
export * from './warning.ts';

/** The ports and their operations. */
export interface Contract {
  readonly customers: typeof customers;
  readonly metrics: typeof metrics;
  readonly plans: typeof plans;
  readonly subscriptions: typeof subscriptions;
  readonly usage: typeof usage;
  readonly credits: typeof credits;
  readonly invoices: typeof invoices;
  readonly coupons: typeof coupons;
  readonly creditNotes: typeof creditNotes;
  readonly taxes: typeof taxes;
  readonly health: typeof health;
}

/** Every operation of every port: the one source of types, checks, capabilities, tools and docs. */
export const contract: Contract = Object.freeze({
  customers,
  metrics,
  plans,
  subscriptions,
  usage,
  credits,
  invoices,
  coupons,
  creditNotes,
  taxes,
  health,
});

/** The name of a port, such as `customers`. */
export type PortName = keyof Contract;

/** The id of an operation, such as `customers.upsert`. */
export type OperationId = {
  [Port in PortName]: `${Port}.${Extract<keyof Contract[Port], string>}`;
}[PortName];

/** All operations in the order of the contract, by id. */
export const operations: ReadonlyMap<OperationId, Operation> = new Map(
  Object.values(contract).flatMap((port) =>
    Object.values(port as Record<string, Operation>).map(
      (operation) => [operation.id as OperationId, operation] as const,
    ),
  ),
);
