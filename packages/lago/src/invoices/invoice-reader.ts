import { checkEcho, inTurns, path } from '@billport/adapter-kit';
import { currentInstant, type Fee, type Invoice } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { feeContextOf } from '../fees/charges-of-plan.ts';
import { type FeeContext, toFee } from '../fees/fee.ts';
import type { LagoFee } from '../wire/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import { readAppliedCoupons } from './coupons-of-credits.ts';
import { withTaxes } from './fee-taxes.ts';
import { prepaidLines, readCreditUses } from './prepaid-lines.ts';
import { toInvoice } from './to-invoice.ts';

/** Invoices and fees that are read at a time. */
const AT_A_TIME = 5;

/** Remembers what was read under a key, also while it is read. */
function remembered<Value>(read: (key: string) => Promise<Value>) {
  const known = new Map<string, Promise<Value>>();
  return (key: string): Promise<Value> => {
    const value = known.get(key) ?? read(key);
    known.set(key, value);
    return value;
  };
}

/** Reads the invoice as Lago has it. */
export async function readWireInvoice(
  lago: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<LagoInvoice> {
  const about = { resource: 'invoice', key: invoiceId };
  const address = path`/invoices/${invoiceId}`;
  const wire = await lago.read<LagoInvoice>('invoice', address, context, { about });
  checkEcho('invoice', invoiceId, wire.lago_id);
  return wire;
}

/** Reads invoices during one call: what several of them share is read once. */
export class InvoiceReader {
  readonly #lago: Connection;
  readonly #context: CallContext;
  readonly #invoicesInTurns = inTurns(AT_A_TIME);
  readonly #feesInTurns = inTurns(AT_A_TIME);
  readonly #chargesOf: (planCode: string) => Promise<FeeContext>;
  readonly #couponsOf: (customerKey: string) => ReturnType<typeof readAppliedCoupons>;
  readonly #creditUsesOf: (customerKey: string) => ReturnType<typeof readCreditUses>;

  constructor(lago: Connection, context: CallContext) {
    this.#lago = lago;
    this.#context = context;
    this.#couponsOf = remembered((key) => readAppliedCoupons(lago, key, context));
    this.#creditUsesOf = remembered((key) => readCreditUses(lago, key, context));
    this.#chargesOf = remembered((planCode) =>
      feeContextOf(lago, [{ lago_id: planCode, plan_code: planCode }], context),
    );
  }

  /**
   * Reads an invoice with all that belongs to it.
   * @throws BillingError `not_found`; `malformed_response` for what cannot be one.
   */
  read(invoiceId: string): Promise<Invoice> {
    return this.#invoicesInTurns(async () =>
      this.complete(await readWireInvoice(this.#lago, invoiceId, this.#context)),
    );
  }

  /** Adds to an invoice what Lago tells elsewhere. */
  async complete(wire: LagoInvoice): Promise<Invoice> {
    const customerKey = wire.customer?.external_id ?? '';
    const withCoupons = wire.credits?.some(({ item }) => item.type === 'coupon');
    const [fees, appliedCouponOf, creditUses] = await Promise.all([
      this.#fees(wire),
      withCoupons ? this.#couponsOf(customerKey) : () => '',
      wire.prepaid_credit_amount_cents > 0 ? this.#creditUsesOf(customerKey) : NO_USES,
    ]);
    return toInvoice(wire, {
      fees,
      appliedCouponOf,
      prepaidCredits: prepaidLines(wire, creditUses),
      now: currentInstant(this.#lago.clock),
    });
  }

  async #fees(wire: LagoInvoice): Promise<Fee[]> {
    const context = await this.#feeContext(wire);
    const readFee = wire.lago_id === null ? undefined : (id: string) => this.#readFee(id);
    const fees = await Promise.all(
      (wire.fees ?? []).map((fee) => withTaxes(fee, wire.applied_taxes ?? [], readFee)),
    );
    return fees.map((fee) => toFee(fee, context));
  }

  #readFee(id: string): Promise<LagoFee> {
    return this.#feesInTurns(() =>
      this.#lago.read<LagoFee>('fee', path`/fees/${id}`, this.#context),
    );
  }

  /** What the lines do not say of their charges and plans. */
  async #feeContext(wire: LagoInvoice): Promise<FeeContext> {
    const plans = new Map(
      (wire.subscriptions ?? []).map(({ lago_id: id, plan_code: code }) => [id, code]),
    );
    const charged = wire.fees?.some(({ lago_charge_id: id }) => id != null);
    const codes = charged ? [...new Set(plans.values())] : [];
    const contexts = await Promise.all(codes.map((code) => this.#chargesOf(code)));
    return {
      chargeOf: (id) =>
        contexts.map(({ chargeOf }) => chargeOf?.(id)).find((charge) => charge !== undefined),
      planCodeOf: (id) => plans.get(id),
      estimatedAt: wire.created_at ?? currentInstant(this.#lago.clock),
    };
  }
}

const NO_USES = { walletIds: [], uses: [] };
