import type { Wallet } from '@billport/core';
import { shortMoney } from '../../answers/shown/short.ts';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The wallet with this id, or else with this code or name; with `customerKey`, only among those of
 * that customer.
 *
 * @throws Refusal `ambiguous` with candidates, `not_found`, or `invalid_arguments` for one of
 *   another customer.
 */
export function findWallet(
  { billing }: ToolCall,
  reference: string,
  within: { readonly customerKey?: string | undefined } = {},
): Promise<Wallet> {
  return findReference<Wallet>({
    noun: 'wallet',
    field: 'wallet',
    accepts: 'id, code or name',
    reference,
    get: (walletId) => billing.credits.getWallet({ walletId }),
    list: () => billing.credits.listWallets({ limit: 100, customerKey: within.customerKey }),
    ofCustomer: within.customerKey,
    ownerOf: ({ customerKey }) => customerKey,
    keyOf: ({ id }) => id,
    namesOf: ({ id, code, name }) => [id, code, name],
    candidate: ({ id, customerKey, code, name, status, balance }) => ({
      id,
      customerKey,
      code,
      name,
      status,
      balance: shortMoney(balance),
    }),
  });
}
