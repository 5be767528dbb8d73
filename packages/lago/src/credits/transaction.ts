import { compact } from '@billport/adapter-kit';
import { type CreditTransaction, currencyDigits, type Money } from '@billport/core';
import { createdAt } from '../created-at.ts';
import type {
  LagoTransactionMetadata,
  LagoWalletTransaction,
  LagoWalletTransactionInput,
} from '../wire/wallet.ts';
import { decimalOf, decimalText } from '../wire-decimal.ts';
import { instantOf } from '../wire-instant.ts';
import type { CreditWorth } from './credit-worth.ts';

/** Under which name a transaction carries the `idempotencyKey` of the call that made it. */
export const CALL_KEY = 'billport_key';

type Kind = CreditTransaction['kind'];
type Status = CreditTransaction['status'];

const KINDS: ReadonlySet<string> = new Set<Kind>(['granted', 'purchased', 'invoiced', 'voided']);
const STATUSES: ReadonlySet<string> = new Set<Status>(['pending', 'settled', 'failed']);

const isKind = (kind: string): kind is Kind => KINDS.has(kind);
const isStatus = (status: string): status is Status => STATUSES.has(status);

const isRow = (row: unknown): row is LagoTransactionMetadata =>
  typeof row === 'object' &&
  row !== null &&
  'key' in row &&
  typeof row.key === 'string' &&
  'value' in row &&
  typeof row.value === 'string';

/** The rows of a transaction's data; of old transactions, which have `{}`, none. */
function rowsOf({ metadata }: LagoWalletTransaction): LagoTransactionMetadata[] {
  return Array.isArray(metadata) ? metadata.filter(isRow) : [];
}

/** The `idempotencyKey` of the call that made the transaction, if it had one. */
export function callKeyOf(wire: LagoWalletTransaction): string | undefined {
  return rowsOf(wire).find(({ key }) => key === CALL_KEY)?.value;
}

/** The caller's data and the key of the call, as a transaction carries them; undefined for none. */
export function toTransactionMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
  callKey: string | undefined,
): LagoWalletTransactionInput['metadata'] {
  const entries = Object.entries(metadata ?? {});
  if (callKey !== undefined) entries.push([CALL_KEY, callKey]);
  return entries.length > 0 ? entries.map(([key, value]) => ({ key, value })) : undefined;
}

function metadataOf(wire: LagoWalletTransaction): CreditTransaction['metadata'] {
  const rows = rowsOf(wire).filter(({ key }) => key !== CALL_KEY);
  return rows.length > 0
    ? Object.fromEntries(rows.map(({ key, value }) => [key, value]))
    : undefined;
}

/** Lago keeps five digits of the worth; what is below the minor unit never counted. */
function worthOf({ amount }: LagoWalletTransaction, currency: string): Money {
  const digits = currencyDigits(currency);
  return { amount: decimalOf(amount, 'amount').round(digits).toFixed(digits), currency };
}

/**
 * A movement of credits in the words of the contract.
 * @throws BillingError `malformed_response` for amounts that are no numbers.
 */
export function toTransaction(
  wire: LagoWalletTransaction,
  { currency }: Pick<CreditWorth, 'currency'>,
): CreditTransaction {
  const { lago_id: id, transaction_status: kind, status } = wire;
  return compact({
    id,
    walletId: wire.lago_wallet_id,
    direction: wire.transaction_type === 'outbound' ? 'out' : 'in',
    kind: isKind(kind) ? kind : 'unknown',
    status: isStatus(status) ? status : 'unknown',
    credits: decimalText(wire.credit_amount, 'credit_amount'),
    amount: worthOf(wire, currency),
    invoiceId: wire.lago_invoice_id ?? undefined,
    name: wire.name || undefined,
    metadata: metadataOf(wire),
    createdAt: createdAt(wire),
    settledAt: instantOf(wire.settled_at, 'settled_at'),
    providerRef: { provider: 'lago', type: 'wallet_transaction', id },
  });
}
