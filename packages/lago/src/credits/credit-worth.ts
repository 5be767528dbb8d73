import type { Decimal } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoWallet } from '../wire/wallet.ts';
import { decimalOf } from '../wire-decimal.ts';
import { readWallet } from './wallet.ts';

/** What credits of a wallet are worth. Fixed when the wallet is made (`facts/lago.md §b`). */
export interface CreditWorth {
  readonly currency: string;
  /** Money of one credit, in major units. */
  readonly rate: Decimal;
}

/** The worth of credits by wallet. Transactions of Lago do not name their currency. */
export interface CreditWorths {
  /** Notes what a reply of Lago says anyhow, and brings the reply. */
  note(wire: LagoWallet): LagoWallet;
  /**
   * What credits of the wallet are worth; read where no reply has told it yet.
   * @throws BillingError `not_found`
   */
  of(walletId: string, context: CallContext): Promise<CreditWorth>;
}

/** Wallets that are kept in mind at most. */
const MOST = 1_000;

/** Keeps the worth of credits in mind, of wallets that were seen lately. */
export function createCreditWorths(lago: Connection): CreditWorths {
  const known = new Map<string, CreditWorth>();

  function note(wire: LagoWallet): LagoWallet {
    const { currency } = wire;
    known.delete(wire.lago_id);
    known.set(wire.lago_id, { currency, rate: decimalOf(wire.rate_amount, 'rate_amount') });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return wire;
  }

  return {
    note,
    async of(walletId, context) {
      const worth = known.get(walletId);
      if (worth !== undefined) return worth;
      const { currency, rate_amount: rate } = note(await readWallet(lago, walletId, context));
      return { currency, rate: decimalOf(rate, 'rate_amount') };
    },
  };
}
