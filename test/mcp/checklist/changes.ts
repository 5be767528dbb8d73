import type { ToolName } from '../../../packages/mcp/src/tools/tool-names.ts';

/** A call of a changing tool that does something to the account of `open-account.ts`. */
export interface SampleChange {
  readonly tool: ToolName;
  /** What it does, for the title of a test. */
  readonly does: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Customer that whoever is asked has to be told of; absent where it is about nobody. */
  readonly customer?: string;
  /** Amount and currency that move, as they have to be told. */
  readonly money?: string;
}

/** Ids that the engine gives. */
export interface AccountIds {
  readonly draft: string;
  readonly open: string;
  readonly paid: string;
  readonly creditNote: string;
  readonly wallet: string;
  readonly appliedCoupon: string;
}

const of = (
  tool: ToolName,
  does: string,
  args: SampleChange['args'],
  told: Pick<SampleChange, 'customer' | 'money'> = {},
): SampleChange => ({ tool, does, args, ...told });

const acme = { customer: 'acme' };

/** At least one call for each line of the gate list (`facts/mcp.md §e.3 D1`). */
export function gatedChanges(ids: AccountIds): readonly SampleChange[] {
  const item = { name: 'Setup', unitAmount: '12.50' };
  return [
    of('terminate_subscription', 'ends one', { subscription: 'acme-pro' }, acme),
    of(
      'create_subscription',
      'makes one',
      { customer: 'acme', plan: 'team', subscriptionKey: 'acme-team' },
      acme,
    ),
    of(
      'create_subscription',
      'changes the plan',
      { customer: 'acme', plan: 'team', subscriptionKey: 'acme-pro' },
      acme,
    ),
    of(
      'upsert_customer',
      'subscribes too',
      { customerKey: 'new', name: 'New', currency: 'USD', planCode: 'team' },
      { customer: 'new' },
    ),
    of('save_plan', 'changes one in use', { code: 'pro', description: 'Dearer' }),
    of(
      'add_credits',
      'grants',
      { customer: 'acme', kind: 'granted', amount: '5.00' },
      { ...acme, money: '5.00 USD' },
    ),
    of(
      'add_credits',
      'sells',
      { customer: 'acme', kind: 'purchased', amount: '7.10' },
      { ...acme, money: '7.10 USD' },
    ),
    of('apply_coupon', 'discounts', { customer: 'acme', coupon: 'ten-off' }, acme),
    of('write_operation', 'deletes', {
      operation: 'coupons.delete',
      input: { code: 'ten-off' },
      dry_run: false,
    }),
    of('write_operation', 'only names', {
      operation: 'metrics.update',
      input: { code: 'unused', name: 'Unused' },
      dry_run: false,
    }),
    of(
      'create_invoice',
      'bills',
      { customer: 'acme', items: [item] },
      { ...acme, money: '12.50 USD' },
    ),
    of('collect_invoice', 'finalizes', { invoice: ids.draft, action: 'finalize' }, acme),
    of(
      'collect_invoice',
      'records a payment',
      { invoice: ids.open, action: 'record_payment', paymentStatus: 'succeeded' },
      acme,
    ),
    of(
      'void_document',
      'voids an invoice',
      { kind: 'invoice', document: ids.open },
      { ...acme, money: '30.00 USD' },
    ),
    of(
      'void_document',
      'voids a credit note',
      { kind: 'credit_note', document: ids.creditNote },
      acme,
    ),
    of(
      'create_credit_note',
      'refunds',
      {
        invoice: ids.paid,
        reason: 'other',
        refund: { amount: '40.00', currency: 'USD' },
      },
      { ...acme, money: '40.00 USD' },
    ),
    of('delete_record', 'deletes a customer', { kind: 'customer', record: 'acme' }, acme),
    of('delete_record', 'deletes a metric', { kind: 'metric', record: 'unused' }),
    of('delete_record', 'deletes a plan', { kind: 'plan', record: 'team' }),
    of('delete_record', 'deletes a coupon', { kind: 'coupon', record: 'ten-off' }),
    of('delete_record', 'deletes a tax', { kind: 'tax', record: 'vat' }),
    of(
      'delete_record',
      'takes a coupon away',
      { kind: 'applied_coupon', record: ids.appliedCoupon },
      acme,
    ),
    of('delete_record', 'ends a wallet', { kind: 'wallet', record: ids.wallet }, acme),
  ];
}

/** Calls that nobody is asked about. */
export function freeChanges(ids: AccountIds): readonly SampleChange[] {
  return [
    of('upsert_customer', 'makes one', { customerKey: 'new', name: 'New' }),
    of('upsert_customer', 'changes one', { customerKey: 'acme', email: 'new@acme.example' }),
    of('record_usage', 'counts', {
      events: [
        { metric: 'calls', subscription: 'acme-pro', id: 'e9', timestamp: '2026-04-01T08:00:00Z' },
      ],
    }),
    of('save_metric', 'makes one', { code: 'seats', name: 'Seats', aggregation: 'count' }),
    of('save_plan', 'makes one', {
      code: 'solo',
      name: 'Solo',
      price: { amount: '9.00', currency: 'USD' },
      interval: 'monthly',
      timing: 'advance',
    }),
    of('save_plan', 'changes one that nobody is on', { code: 'team', description: 'For teams' }),
    of('save_coupon', 'makes one', {
      code: 'half',
      name: 'Half',
      discount: { type: 'percentage', rate: '50' },
      frequency: { type: 'once' },
    }),
    of('update_invoice', 'sets metadata', {
      invoice: ids.open,
      action: 'update',
      metadata: { note: 'seen' },
    }),
    of('update_invoice', 'computes a draft again', { invoice: ids.draft, action: 'refresh' }),
    of('get_link', 'to an invoice', { kind: 'invoice', invoice: ids.open }),
  ];
}

/** A table of changes, with the ids of an account. */
export type Changes = (ids: AccountIds) => readonly SampleChange[];

/** For looking at a table without an account. */
export const NO_IDS: AccountIds = {
  draft: '',
  open: '',
  paid: '',
  creditNote: '',
  wallet: '',
  appliedCoupon: '',
};

/** Rows for `it.each`: tool, what it does, and its place in the table, whose ids each test makes. */
export const rowsOf = (changes: Changes) =>
  changes(NO_IDS).map(({ tool, does }, index) => [tool, does, index] as const);

/** The change at a place of the table, with the ids of an account. */
export function sampleAt(changes: Changes, ids: AccountIds, index: number): SampleChange {
  const change = changes(ids)[index];
  if (change === undefined) throw new RangeError(`There is no change ${index}.`);
  return change;
}
