import { Decimal } from '@billport/core';
import { lesserMinor, roundToMinor } from '../period/minor-units.ts';
import type { FeeDue } from './fee-due.ts';
import type { FeeType } from './invoice-fee.ts';

/** Priority of a wallet that has none; 1 is used first, 50 last. */
export const DEFAULT_WALLET_PRIORITY = 50;

/** An active wallet. */
export interface WalletBalance {
  readonly id: string;
  /** In minor units. */
  readonly balanceMinor: bigint;
  readonly currency: string;
  /** 1 (first) to 50; {@link DEFAULT_WALLET_PRIORITY} when absent. */
  readonly priority?: number;
  /** Types of fees it may pay; absent or empty: no limit by type. */
  readonly allowedFeeTypes?: readonly FeeType[];
  /** Codes of metrics whose fees it may pay; absent or empty: no limit by metric. */
  readonly limitedToMetrics?: readonly string[];
}

/** What one wallet paid. Minor units. */
export interface WalletUse {
  readonly id: string;
  readonly amountMinor: bigint;
  /** Balance afterwards. */
  readonly balanceMinor: bigint;
}

/** The invoice that wallets pay. */
export interface WalletTarget {
  readonly currency: string;
  /** What is left to pay, in minor units. */
  readonly dueMinor: bigint;
  readonly fees: readonly FeeDue[];
}

/** Wallets of an invoice. */
export interface WalletResult {
  /** Those that were used, in the order of use. */
  readonly uses: readonly WalletUse[];
  /** What they pay together, in minor units. */
  readonly amountMinor: bigint;
}

interface Pool {
  readonly type: FeeType;
  readonly metric: string | undefined;
  leftMinor: bigint;
}

/**
 * Pays an invoice from wallets (`facts/rating.md §12`). Fees are pooled by type and metric,
 * largest pool first; a wallet takes the least of pool, own balance and amount due from each pool
 * that it may pay. Wallets go by priority, then age.
 *
 * @param wallets oldest first
 */
export function applyWallets(
  wallets: readonly WalletBalance[],
  target: WalletTarget,
): WalletResult {
  const pools = poolsOf(target);
  const uses: WalletUse[] = [];
  let due = target.dueMinor;
  for (const wallet of inOrderOfUse(wallets, target.currency)) {
    const amountMinor = payFrom(wallet, pools, due);
    if (amountMinor === 0n) continue;
    due -= amountMinor;
    uses.push({ id: wallet.id, amountMinor, balanceMinor: wallet.balanceMinor - amountMinor });
  }
  return { uses, amountMinor: target.dueMinor - due };
}

function inOrderOfUse(wallets: readonly WalletBalance[], currency: string): WalletBalance[] {
  const priority = (wallet: WalletBalance) => wallet.priority ?? DEFAULT_WALLET_PRIORITY;
  return wallets
    .filter((wallet) => wallet.currency === currency && wallet.balanceMinor > 0n)
    .sort((one, other) => priority(one) - priority(other));
}

/** Takes what the wallet may pay out of the pools; returns how much that is. */
function payFrom(wallet: WalletBalance, pools: readonly Pool[], due: bigint): bigint {
  const limit = lesserMinor(wallet.balanceMinor, due);
  let paid = 0n;
  for (const pool of pools) {
    if (!mayPay(wallet, pool)) continue;
    const amount = lesserMinor(pool.leftMinor, limit - paid);
    pool.leftMinor -= amount;
    paid += amount;
  }
  return paid;
}

/** Either limit admits a fee; a wallet without limits pays everything. */
function mayPay(wallet: WalletBalance, pool: Pool): boolean {
  const types = wallet.allowedFeeTypes ?? [];
  const metrics = wallet.limitedToMetrics ?? [];
  if (types.length === 0 && metrics.length === 0) return true;
  return types.includes(pool.type) || (pool.metric !== undefined && metrics.includes(pool.metric));
}

/** Fees by type and metric in whole minor units, largest first. */
function poolsOf({ fees, dueMinor }: WalletTarget): Pool[] {
  const sums = new Map<string, { type: FeeType; metric: string | undefined; sum: Decimal }>();
  for (const { type, metric, dueMinor: due } of fees) {
    if (!due.isPositive()) continue;
    const key = JSON.stringify([type, metric]);
    const sum = sums.get(key)?.sum ?? Decimal.ZERO;
    sums.set(key, { type, metric, sum: sum.plus(due) });
  }
  const pools = [...sums.values()]
    .sort((one, other) => other.sum.compare(one.sum))
    .map(({ type, metric, sum }) => ({ type, metric, leftMinor: roundToMinor(sum) }));
  closeRoundingGap(pools, dueMinor);
  return pools;
}

/**
 * The invoice rounds its tax once and the pools each round their own, so together they may lack up
 * to a minor unit each: the largest pool takes it. What they have too much is never taken, because
 * the amount due bounds every payment.
 */
function closeRoundingGap(pools: readonly Pool[], dueMinor: bigint): void {
  const largest = pools[0];
  if (largest === undefined) return;
  const gap = dueMinor - pools.reduce((sum, pool) => sum + pool.leftMinor, 0n);
  if (gap > 0n && gap <= BigInt(pools.length)) largest.leftMinor += gap;
}
