import { checkEcho, compact, path } from '@billport/adapter-kit';
import {
  BillingError,
  currencyDigits,
  Decimal,
  type Money,
  moneyFromMinor,
  type Wallet,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createdAt } from '../created-at.ts';
import { fromMetadataMap } from '../metadata-limits.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoWallet, LagoWalletLimits } from '../wire/wallet.ts';
import { decimalOf, decimalText } from '../wire-decimal.ts';
import { instantOf } from '../wire-instant.ts';

type FeeType = NonNullable<NonNullable<Wallet['appliesTo']>['feeTypes']>[number];

const FEE_TYPES: readonly string[] = ['subscription', 'charge', 'commitment'] satisfies FeeType[];

const isFeeType = (type: string): type is FeeType => FEE_TYPES.includes(type);

/** What the wallet may pay; kinds of fees that the contract does not know are left out. */
function appliesToOf(limits: LagoWalletLimits | null | undefined): Wallet['appliesTo'] {
  const types = limits?.fee_types ?? [];
  const metrics = limits?.billable_metric_codes ?? [];
  if (types.length === 0 && metrics.length === 0) return undefined;
  const feeTypes = types.filter(isFeeType);
  return {
    ...(feeTypes.length > 0 && { feeTypes }),
    ...(metrics.length > 0 && { metrics: [...metrics] }),
  };
}

function statusOf(status: string): Wallet['status'] {
  return status === 'active' || status === 'terminated' ? status : 'unknown';
}

/** Lago tells credits that were used; their worth was whole minor units when they were. */
function consumedOf({ consumed_credits, rate_amount, currency }: LagoWallet): Money {
  const worth = decimalOf(consumed_credits, 'consumed_credits').times(
    decimalOf(rate_amount, 'rate_amount'),
  );
  const digits = currencyDigits(currency);
  return { amount: worth.round(digits).toFixed(digits), currency };
}

/** What is left. A wallet that ended has lost it, whatever Lago still shows. */
function leftOf(wire: LagoWallet): Pick<Wallet, 'balance' | 'creditBalance'> {
  const { currency, balance_cents: cents, status } = wire;
  if (status === 'terminated') {
    return { balance: moneyFromMinor(0n, currency), creditBalance: Decimal.ZERO.toString() };
  }
  return {
    balance: fromCents(cents, currency, 'balance_cents'),
    creditBalance: decimalText(wire.credits_balance, 'credits_balance'),
  };
}

/**
 * A wallet of Lago in the words of the contract.
 * @throws BillingError `malformed_response` for amounts that are no exact numbers.
 */
export function toWallet(wire: LagoWallet): Wallet {
  const { currency } = wire;
  return compact({
    id: wire.lago_id,
    customerKey: wire.external_customer_id,
    code: wire.code || undefined,
    name: wire.name || undefined,
    status: statusOf(wire.status),
    currency,
    creditValue: decimalText(wire.rate_amount, 'rate_amount'),
    ...leftOf(wire),
    consumed: consumedOf(wire),
    priority: wire.priority ?? 50,
    appliesTo: appliesToOf(wire.applies_to),
    expiresAt: instantOf(wire.expiration_at, 'expiration_at'),
    terminatedAt: instantOf(wire.terminated_at, 'terminated_at'),
    metadata: fromMetadataMap(wire.metadata),
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'wallet', id: wire.lago_id },
  });
}

/**
 * Reads a wallet.
 * @throws BillingError `not_found`; `malformed_response` when the reply is about another one.
 */
export async function readWallet(
  lago: Connection,
  walletId: string,
  context: CallContext,
): Promise<LagoWallet> {
  const about = { resource: 'wallet', key: walletId };
  const wire = await lago.read<LagoWallet>('wallet', path`/wallets/${walletId}`, context, {
    about,
  });
  checkEcho('wallet', walletId, wire.lago_id);
  return wire;
}

/** @throws BillingError `conflict` for a wallet that has ended. */
export function checkActive({ lago_id: key, status }: LagoWallet): void {
  if (status !== 'terminated') return;
  throw new BillingError('conflict', {
    message: `Wallet ${JSON.stringify(key)} has ended: make another one.`,
    details: { resource: 'wallet', key, state: status },
  });
}
