import { type Customer, contract, sumMoney, type Wallet } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shortMoney, shownCreditTransaction, shownWallet } from '../../answers/shown/index.ts';
import { findCustomer, findWallet } from '../../arguments/references/index.ts';
import { fieldsOf } from '../fields-of.ts';
import { missingArgument } from '../missing-argument.ts';
import { counted, named, namedCustomer } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { customerReference, walletReference } from '../references.ts';
import { requireOperation } from '../require-operation.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const creditArguments = z.strictObject({
  customer: customerReference().optional(),
  wallet: walletReference().optional().describe('Id, code or name: with its transactions.'),
  transactionStatus: fieldsOf(contract.credits.listTransactions, ['status']).status,
  ...pageArguments(),
});

type Arguments = z.output<typeof creditArguments>;

/** `15.00 USD and 3.00 EUR`: what is left in active wallets, by currency. */
function balanceInWords(wallets: readonly Wallet[]): string {
  const active = wallets.filter(({ status }) => status === 'active');
  const currencies = [...new Set(active.map(({ currency }) => currency))];
  const sums = currencies.map((currency) => {
    const balances = active.filter((wallet) => wallet.currency === currency);
    return shortMoney(
      sumMoney(
        balances.map(({ balance }) => balance),
        currency,
      ),
    );
  });
  return sums.length === 0 ? 'nothing left in active ones' : `${sums.join(' and ')} left`;
}

async function wallets(customer: Customer, args: Arguments, call: ToolCall): Promise<Answer> {
  const { limit, cursor } = args;
  const { customerKey } = customer;
  const page = await call.billing.credits.listWallets({ customerKey, limit, cursor });
  const isWhole = cursor === undefined && page.nextCursor === undefined;
  const answer = pageAnswer({
    ...page,
    noun: 'wallet',
    // The sum of a page would be taken for that of all.
    about: `of ${namedCustomer(customer)}${isWhole ? `, ${balanceInWords(page.items)}` : ''}`,
    items: page.items.map((wallet) => shownWallet(wallet, call.detailed)),
  });
  if (answer.next !== undefined || page.items.length === 0) return answer;
  return { ...answer, next: 'Call again with wallet for its transactions.' };
}

async function transactions(wallet: Wallet, args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'credits.listTransactions');
  const page = await call.billing.credits.listTransactions({
    walletId: wallet.id,
    status: args.transactionStatus,
    limit: args.limit,
    cursor: args.cursor,
  });
  const answer = pageAnswer({
    ...page,
    noun: 'transaction',
    items: page.items.map((item) => shownCreditTransaction(item, call.detailed)),
  });
  return {
    ...answer,
    summary: `Wallet ${named(wallet.id, wallet.name)}, ${shortMoney(wallet.balance)} left: ${counted(page.items.length, 'transaction')}, newest first${page.nextCursor === undefined ? '' : ', and there are more'}.`,
    facts: { wallet: shownWallet(wallet, call.detailed), ...answer.facts },
  };
}

async function readCredits(args: Arguments, call: ToolCall): Promise<Answer> {
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  if (args.wallet !== undefined) {
    const wallet = await findWallet(call, args.wallet, { customerKey: customer?.customerKey });
    return transactions(wallet, args, call);
  }
  if (customer === undefined) throw missingArgument('customer', 'or wallet');
  if (args.transactionStatus !== undefined) {
    throw missingArgument('wallet', 'because transactionStatus chooses among its transactions');
  }
  return wallets(customer, args, call);
}

/** Prepaid credits of a customer. */
export const getCredits = readingTool({
  name: 'get_credits',
  title: 'Get credits',
  description:
    'Prepaid credits: wallets and balances of a customer, or the transactions of one wallet.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: ['credits.listWallets'],
  arguments: creditArguments,
  read: readCredits,
});
