import { path, writeOnce } from '@billport/adapter-kit';
import {
  BillingError,
  type CreateWalletInput,
  type Result,
  type UpdateWalletInput,
  type Wallet,
} from '@billport/core';
import { type CallContext, type Connection, unwrap } from '../connection.ts';
import { checkMetadata, mapLimits } from '../metadata-limits.ts';
import { notApplied } from '../not-applied.ts';
import { replaceMetadata } from '../replace-metadata.ts';
import { withWholeSeconds } from '../whole-seconds.ts';
import type { LagoWallet, LagoWalletInput } from '../wire/wallet.ts';
import type { CreditWorths } from './credit-worth.ts';
import { checkActive, readWallet, toWallet } from './wallet.ts';

type Limits = CreateWalletInput['appliesTo'] | null;

/** Both lists, always: a list that is not mentioned stays, and null is answered with a 500. */
function limitsBody(appliesTo: Limits): LagoWalletInput['applies_to'] {
  if (appliesTo === undefined) return undefined;
  return {
    fee_types: appliesTo?.feeTypes ?? [],
    billable_metric_codes: appliesTo?.metrics ?? [],
  };
}

const FIELDS = ['name', 'priority', 'appliesTo', 'expiresAt', 'metadata'] as const;

/** What Lago kept, with a warning for each field that it kept otherwise. */
function kept(
  asked: CreateWalletInput | UpdateWalletInput,
  wire: LagoWallet,
  fields: readonly string[],
): Result<Wallet> {
  const wallet = toWallet(wire);
  const warnings = notApplied(withWholeSeconds(asked), wallet, fields);
  return warnings.length > 0 ? { ...wallet, warnings } : wallet;
}

/** No rules for automatic top-ups: without a licence Lago fails over them (`facts/lago.md §b`). */
function newWallet(input: CreateWalletInput): LagoWalletInput {
  const { customerKey, currency, code, name, priority, expiresAt, metadata } = input;
  const limits = limitsBody(input.appliesTo);
  return {
    external_customer_id: customerKey,
    currency,
    rate_amount: input.creditValue ?? '1',
    ...(code !== undefined && { code }),
    ...(name !== undefined && { name }),
    ...(priority !== undefined && { priority }),
    ...(expiresAt !== undefined && { expiration_at: expiresAt }),
    ...(metadata !== undefined && { metadata }),
    ...(limits !== undefined && { applies_to: limits }),
  };
}

function creationLookup({ customerKey, code, name }: CreateWalletInput): string {
  const marks = Object.entries({ code, name }).filter(([, value]) => value !== undefined);
  const how = marks.map(([mark, value]) => `the ${mark} ${JSON.stringify(value)}`).join(' and ');
  return `credits.listWallets({ customerKey: ${JSON.stringify(customerKey)} }): look for a new wallet${how === '' ? '' : ` with ${how}`}.`;
}

/**
 * Makes an empty wallet, and warns of each field that Lago did not take.
 * @throws BillingError `not_found` for an unknown customer; `already_exists` for a code that is
 * taken; `conflict` past six wallets; `outcome_unknown` when the answer is lost.
 */
export async function createWallet(
  lago: Connection,
  worths: CreditWorths,
  input: CreateWalletInput,
  context: CallContext,
): Promise<Result<Wallet>> {
  checkMetadata(input.metadata, mapLimits('wallet'));
  const request = {
    method: 'POST' as const,
    path: path`/wallets`,
    body: { wallet: newWallet(input) },
    lookup: creationLookup(input),
    about: { resource: 'customer', key: input.customerKey },
  };
  const read = (body: unknown) =>
    kept(input, worths.note(unwrap<LagoWallet>(body, 'wallet')), [
      'code',
      'creditValue',
      ...FIELDS,
    ]);
  try {
    return await writeOnce(lago, request, read, context);
  } catch (error) {
    throw BillingError.is(error, 'already_exists') ? taken(input, error) : error;
  }
}

/** What is taken is the code, not the customer that the request is about. */
function taken({ customerKey, code }: CreateWalletInput, error: BillingError): BillingError {
  return new BillingError('already_exists', {
    message: `Customer ${JSON.stringify(customerKey)} has a wallet ${JSON.stringify(code)} already.`,
    details: { resource: 'wallet', ...(code !== undefined && { key: code }) },
    ...(error.status !== undefined && { status: error.status }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.issues !== undefined && { issues: error.issues }),
  });
}

function changes(input: UpdateWalletInput): LagoWalletInput {
  const { name, priority, expiresAt, appliesTo } = input;
  const limits = limitsBody(appliesTo);
  return {
    ...(name !== undefined && { name }),
    ...(priority !== undefined && { priority }),
    ...(expiresAt !== undefined && { expiration_at: expiresAt }),
    ...(limits !== undefined && { applies_to: limits }),
  };
}

/** Sends what changed but for the metadata. An empty object would count as none, and be refused. */
async function sendChanges(
  lago: Connection,
  before: LagoWallet,
  body: LagoWalletInput,
  context: CallContext,
): Promise<LagoWallet> {
  if (Object.keys(body).length === 0) return before;
  const { lago_id: id } = before;
  return lago.one<LagoWallet>(
    'wallet',
    {
      method: 'PUT',
      path: path`/wallets/${id}`,
      body: { wallet: body },
      repeat: 'safe',
      ...changeOf(id),
    },
    context,
  );
}

/** How errors speak of a change. */
const changeOf = (walletId: string) => ({
  lookup: `credits.getWallet({ walletId: ${JSON.stringify(walletId)} }): look whether the change is there.`,
  about: { resource: 'wallet', key: walletId },
});

/**
 * Changes what is mentioned. Rules for automatic top-ups are not sent, and so stay.
 * @throws BillingError `not_found`; `conflict` for a wallet that has ended.
 */
export async function updateWallet(
  lago: Connection,
  input: UpdateWalletInput,
  context: CallContext,
): Promise<Result<Wallet>> {
  const { walletId, metadata } = input;
  checkMetadata(input.metadata, mapLimits('wallet'));
  const before = await readWallet(lago, walletId, context);
  // Not every Lago refuses it (`facts/lago.md §b`, Wallets).
  checkActive(before);
  const changed = await sendChanges(lago, before, changes(input), context);
  if (metadata === undefined) return kept(input, changed, FIELDS);
  const { kept: map, failure } = await replaceMetadata(
    lago,
    {
      path: path`/wallets/${walletId}/metadata`,
      before: before.metadata,
      metadata,
      isLastStep: changed !== before,
      ...changeOf(walletId),
    },
    context,
  );
  if (failure === undefined) return kept(input, { ...changed, metadata: map ?? null }, FIELDS);
  const { metadata: _, ...others } = input;
  const wallet = kept(others, changed, FIELDS);
  return { ...wallet, warnings: [...(wallet.warnings ?? []), failure] };
}

/**
 * Ends a wallet; one that has ended stays as it is.
 * @throws BillingError `not_found`; `malformed_response` when another wallet answers.
 */
export async function terminateWallet(
  lago: Connection,
  walletId: string,
  context: CallContext,
): Promise<Wallet> {
  const before = await readWallet(lago, walletId, context);
  if (before.status === 'terminated') return toWallet(before);
  const wire = await lago.one<LagoWallet>(
    'wallet',
    {
      method: 'DELETE',
      path: path`/wallets/${walletId}`,
      repeat: 'safe',
      ...changeOf(walletId),
    },
    context,
  );
  return toWallet(wire);
}
