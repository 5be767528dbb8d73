import { invalidInput } from '@billport/core';

/**
 * The names under which Billport keeps what Paigo has no field for, in the metadata of Paigo's
 * things. The only list of them; values are texts.
 */
export const OWN = {
  /** When the thing was made, as an instant. */
  createdAt: 'billport.createdAt',
  /** A random text of one create, to find its work again. */
  token: 'billport.token',
  /** Of a dimension: code of the metric. */
  metric: 'billport.metric',
  /** Of a dimension: the event property that is aggregated. */
  property: 'billport.property',
  /** Of a dimension: aggregation of the metric, in the words of the contract. */
  aggregation: 'billport.aggregation',
  /** Of a dimension: rounding of the metric, such as `ceil 2`; absent where it names none. */
  rounding: 'billport.rounding',
  /** What the thing is, for people. */
  description: 'billport.description',
  /** Name of the thing, where the caller gave one. */
  name: 'billport.name',
  /** Of an offering or of a charge's dimension: code of the plan. */
  plan: 'billport.plan',
  /** Of a charge's dimension: code of the charge, where the caller gave one. */
  charge: 'billport.charge',
  /** Of a charge's dimension: its place in the plan, from 0. */
  position: 'billport.position',
  /** Of a charge's dimension: that the charge was removed from its plan. */
  removed: 'billport.removed',
  /** Of a charge's dimension: model of the charge, in the words of the contract. */
  model: 'billport.model',
  /** Of an offering: name of its minimum commitment, where the caller gave one. */
  commitmentName: 'billport.commitmentName',
  /** Of an offering: when the base price is billed, in the words of the contract. */
  timing: 'billport.timing',
  /** Of an offering: id of the one in whose place it was made. */
  replaces: 'billport.replaces',
  /** Of a usage record: id of the event. */
  event: 'billport.event',
  /** Of a usage record: key of the subscription. */
  subscription: 'billport.subscription',
  /** Of a usage record: when it happened, where Paigo was told another millisecond. */
  timestamp: 'billport.timestamp',
  /** Of a ledger entry: kind of the credit transaction, in the words of the contract. */
  kind: 'billport.kind',
} as const;

/** Begins the names of a customer's subscriptions: the caller's key follows. */
export const SUBSCRIPTION_PREFIX = 'billport.subscription:';

/** Begins the names of what Billport knows of a customer's invoices: the invoice's id follows. */
export const INVOICE_PREFIX = 'billport.invoice:';

/** Begins every name of Billport's own. */
const PREFIX = 'billport.';

/** Whether the name is one of Billport's own. */
export const isOwnName = (name: string): boolean => name.startsWith(PREFIX);

/** Metadata as Paigo keeps it. */
export type PaigoMetadata = Readonly<Record<string, unknown>>;

/** Text of a value that others may have written as anything. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The caller's part of a thing's metadata; undefined when there is none. */
export function callersMetadata(
  metadata: PaigoMetadata | null | undefined,
): Record<string, string> | undefined {
  const entries = Object.entries(metadata ?? {}).filter(
    ([name, value]) => !name.startsWith(PREFIX) && value !== null && value !== undefined,
  );
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)]));
}

/** A value of Billport's own; undefined where there is none. */
export function ownValue(
  metadata: PaigoMetadata | null | undefined,
  name: string,
): string | undefined {
  const value = metadata?.[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Refuses names that are Billport's own.
 * @throws BillingError `invalid_input`
 */
export function checkMetadata(
  metadata: Readonly<Record<string, string>> | null | undefined,
  field = 'metadata',
): void {
  const names = Object.keys(metadata ?? {}).filter((name) => name.startsWith(PREFIX));
  if (names.length === 0) return;
  throw invalidInput(
    names.map((name) => ({
      path: [field, name],
      message: 'Names that begin with "billport." are kept for Billport: choose another one.',
    })),
  );
}

/**
 * The metadata that turns what is there into the caller's: new values, and null for names to
 * remove. Billport's own names stay.
 */
export function replacedMetadata(
  before: PaigoMetadata | null | undefined,
  next: Readonly<Record<string, string>> | null,
): Record<string, string | null> {
  const gone = Object.keys(callersMetadata(before) ?? {}).map((name) => [name, null] as const);
  return { ...Object.fromEntries(gone), ...next };
}
