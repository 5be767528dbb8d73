import type {
  Coupon,
  CreditNote,
  Customer,
  Invoice,
  Metric,
  OperationId,
  Plan,
  Subscription,
  Tax,
  Wallet,
} from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { shortMoney } from '../../answers/shown/index.ts';
import { whereToLook } from '../../answers/where-to-look.ts';
import { foundOrNone } from '../found-or-none.ts';
import { keyInWords, named } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';

/** What an input names, as it is now. */
export interface Subjects {
  customer?: Customer | undefined;
  subscription?: Subscription | undefined;
  plan?: Plan | undefined;
  metric?: Metric | undefined;
  coupon?: Coupon | undefined;
  tax?: Tax | undefined;
  invoice?: Invoice | undefined;
  creditNote?: CreditNote | undefined;
  wallet?: Wallet | undefined;
}

type Kind = keyof Subjects;

interface Source<Thing> {
  /** The operation that reads it. */
  readonly operation: OperationId;
  readonly read: (call: ToolCall, key: string) => PromiseLike<Thing>;
  /** The thing in a sentence. */
  readonly say: (thing: Thing) => string;
  readonly target: (thing: Thing) => string;
}

const SOURCES: { readonly [K in Kind]: Source<NonNullable<Subjects[K]>> } = {
  customer: {
    operation: 'customers.get',
    read: ({ billing }, customerKey) => billing.customers.get({ customerKey }),
    say: ({ customerKey, name }) => `customer ${named(customerKey, name)}`,
    target: ({ customerKey }) => `customer:${customerKey}`,
  },
  subscription: {
    operation: 'subscriptions.get',
    read: ({ billing }, subscriptionKey) => billing.subscriptions.get({ subscriptionKey }),
    say: ({ subscriptionKey, customerKey, planCode, status }) =>
      `subscription ${keyInWords(subscriptionKey)} of customer ${keyInWords(customerKey)} on plan ${keyInWords(planCode)} (${status})`,
    target: ({ subscriptionKey }) => `subscription:${subscriptionKey}`,
  },
  plan: {
    operation: 'plans.get',
    read: ({ billing }, code) => billing.plans.get({ code }),
    say: ({ code, name, price }) => `plan ${named(code, name)} at ${shortMoney(price)}`,
    target: ({ code }) => `plan:${code}`,
  },
  metric: {
    operation: 'metrics.get',
    read: ({ billing }, code) => billing.metrics.get({ code }),
    say: ({ code, name }) => `metric ${named(code, name)}`,
    target: ({ code }) => `metric:${code}`,
  },
  coupon: {
    operation: 'coupons.get',
    read: ({ billing }, code) => billing.coupons.get({ code }),
    say: ({ code, name }) => `coupon ${named(code, name)}`,
    target: ({ code }) => `coupon:${code}`,
  },
  tax: {
    operation: 'taxes.get',
    read: ({ billing }, code) => billing.taxes.get({ code }),
    say: ({ code, name, rate }) => `tax ${named(code, name)} of ${rate}%`,
    target: ({ code }) => `tax:${code}`,
  },
  invoice: {
    operation: 'invoices.get',
    read: ({ billing }, invoiceId) => billing.invoices.get({ invoiceId }),
    say: ({ id, number, customerKey, totals, status }) =>
      `invoice ${keyInWords(number ?? id)} of customer ${keyInWords(customerKey)}: ${shortMoney(totals.total)}, ${shortMoney(totals.due)} due (${status})`,
    target: ({ id }) => `invoice:${id}`,
  },
  creditNote: {
    operation: 'creditNotes.get',
    read: ({ billing }, creditNoteId) => billing.creditNotes.get({ creditNoteId }),
    say: ({ number, customerKey, total, balance }) =>
      `credit note ${keyInWords(number)} of customer ${keyInWords(customerKey)}: ${shortMoney(total)}, ${shortMoney(balance)} left`,
    target: ({ id }) => `credit_note:${id}`,
  },
  wallet: {
    operation: 'credits.getWallet',
    read: ({ billing }, walletId) => billing.credits.getWallet({ walletId }),
    say: ({ id, name, customerKey, balance }) =>
      `wallet ${named(id, name)} of customer ${keyInWords(customerKey)} with ${shortMoney(balance)}`,
    target: ({ id }) => `wallet:${id}`,
  },
};

const BY_FIELD: Readonly<Record<string, Kind>> = {
  customerKey: 'customer',
  subscriptionKey: 'subscription',
  planCode: 'plan',
  couponCode: 'coupon',
  invoiceId: 'invoice',
  creditNoteId: 'creditNote',
  walletId: 'wallet',
};

/** What `code` stands for, by port. */
const BY_PORT: Readonly<Record<string, Kind>> = {
  metrics: 'metric',
  plans: 'plan',
  coupons: 'coupon',
  taxes: 'tax',
};

async function readSubject(call: ToolCall, kind: Kind, key: string): Promise<unknown> {
  const { operation, read } = SOURCES[kind] as Source<unknown>;
  return call.billing.supports(operation) ? foundOrNone(read(call, key)) : undefined;
}

/** Fields that name only what must be there, so that nobody is asked about what cannot be done. */
const MUST_EXIST: readonly string[] = [
  'planCode',
  'couponCode',
  'invoiceId',
  'creditNoteId',
  'walletId',
];

/** @throws Refusal `not_found` that names the field. */
function refuseMissing(call: ToolCall, field: string, kind: Kind, key: string): void {
  if (!MUST_EXIST.includes(field) || !call.billing.supports(SOURCES[kind].operation)) return;
  const noun = kind === 'creditNote' ? 'credit note' : kind;
  throw new Refusal('not_found', {
    field: `input.${field}`,
    message: `input.${field}: there is no ${noun} ${keyInWords(key)}.`,
    next: `Look for it with ${whereToLook(noun)}, and call again.`,
  });
}

/** @throws Refusal `invalid_arguments` for a code that a new thing cannot have. */
function refuseTaken(kind: Kind, code: string): never {
  throw new Refusal('invalid_arguments', {
    field: 'input.code',
    message: `input.code: there is a ${kind} ${keyInWords(code)} already.`,
    next: 'Update that one, or choose another code.',
  });
}

/**
 * The things that an input names, as they are now. One that there is not is left out where the
 * operation may be what makes it, or ends what has ended.
 * @throws Refusal `not_found` for one that must be there whatever the operation does, or
 *   `invalid_arguments` for one that it would make and that is there.
 */
export async function subjectsOf(
  operation: OperationId,
  input: Readonly<Record<string, unknown>>,
  call: ToolCall,
): Promise<Subjects> {
  const [port = ''] = operation.split('.');
  const kinds = { ...BY_FIELD, ...(BY_PORT[port] && { code: BY_PORT[port] }) };
  const read = Object.entries(kinds).map(async ([field, kind]) => {
    const key = input[field];
    const found = typeof key === 'string' ? await readSubject(call, kind, key) : undefined;
    if (typeof key === 'string' && found === undefined) refuseMissing(call, field, kind, key);
    if (found !== undefined && operation === `${port}.create` && field === 'code') {
      refuseTaken(kind, key as string);
    }
    return [kind, found];
  });
  const found = (await Promise.all(read)).filter(([, thing]) => thing !== undefined);
  return Object.fromEntries(found) as Subjects;
}

/** Each of them in words: `invoice "INV-1" of customer "acme": 12.00 USD, 12.00 USD due (finalized)`. */
export function saySubjects(subjects: Subjects): string[] {
  return Object.entries(subjects).map(([kind, thing]) =>
    (SOURCES[kind as Kind] as Source<unknown>).say(thing),
  );
}

/** What is touched, for the audit log. */
export function targetsOf(subjects: Subjects): string[] {
  return Object.entries(subjects).map(([kind, thing]) =>
    (SOURCES[kind as Kind] as Source<unknown>).target(thing),
  );
}
