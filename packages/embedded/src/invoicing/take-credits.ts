import { moneyFromMinor, toInstant } from '@billport/core';
import type { InvoiceResult } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import type { Engine } from '../engine.ts';
import { debitWallet } from '../wallets/debit-wallet.ts';

function useCoupons(engine: Engine, result: InvoiceResult, currency: string, at: number): void {
  for (const use of result.coupons) {
    const applied = engine.tables.appliedCoupons.get(use.id);
    const updated = compact({
      ...applied,
      remainingAmount:
        use.remainingMinor === undefined
          ? applied.remainingAmount
          : moneyFromMinor(use.remainingMinor, currency),
      remainingPeriods: use.periodsRemaining ?? applied.remainingPeriods,
      ...(use.terminated ? { status: 'terminated' as const, terminatedAt: toInstant(at) } : {}),
    });
    engine.tables.appliedCoupons.replace(use.id, updated, { status: updated.status });
  }
}

function useCreditNotes(engine: Engine, result: InvoiceResult, currency: string): void {
  for (const { id, balanceMinor } of result.creditNotes) {
    const note = engine.tables.creditNotes.get(id);
    engine.tables.creditNotes.replace(id, {
      ...note,
      balance: moneyFromMinor(balanceMinor, currency),
      creditStatus: balanceMinor === 0n ? 'consumed' : 'available',
    });
  }
}

/** Takes from coupons, credit notes and wallets what the invoice used of them. */
export function takeCredits(
  engine: Engine,
  invoiceId: string,
  result: InvoiceResult,
  currency: string,
  at: number,
): void {
  useCoupons(engine, result, currency, at);
  useCreditNotes(engine, result, currency);
  const moment = { now: at, instant: toInstant(at) };
  for (const { id, amountMinor } of result.wallets) {
    debitWallet(engine, id, moneyFromMinor(amountMinor, currency), invoiceId, moment);
  }
}
