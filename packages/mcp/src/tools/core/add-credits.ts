import {
  type CreditTransaction,
  type Customer,
  contract,
  PositiveDecimal,
  type Wallet,
} from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { shortMoney, shownCreditTransaction } from '../../answers/shown/index.ts';
import { findCustomer } from '../../arguments/references/index.ts';
import type { Change, PlannedCall } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { named, namedCustomer } from '../named.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { type ChosenWallet, chooseWallet } from './choose-wallet.ts';
import { type CreditAmount, creditAmount } from './credit-amount.ts';

const { kind, name } = fieldsOf(contract.credits.add, ['kind', 'name']);
const { currency } = fieldsOf(contract.credits.createWallet, ['currency']);

const creditArguments = z.strictObject({
  customer: z.string().min(1).max(255).describe('Key, name or email.'),
  kind: kind.describe('granted: free, at once. purchased: invoiced, counts once paid.'),
  amount: PositiveDecimal.optional().describe('Worth in money, "50.00"; or credits.'),
  credits: PositiveDecimal.optional().describe('Number of credits.'),
  currency: currency.optional().describe("The customer's when absent."),
  wallet: z.string().min(1).max(255).optional().describe('Id, code or name, if it has several.'),
  name: name,
});

type Arguments = z.output<typeof creditArguments>;

function effectOf(
  customer: Customer,
  { wallet, currency }: ChosenWallet,
  { credits, worth }: CreditAmount,
  { kind }: Arguments,
): string {
  const into =
    wallet === undefined
      ? `a new ${currency} wallet`
      : `wallet ${named(wallet.code ?? wallet.id, wallet.name)}, which holds ${shortMoney(wallet.balance)}`;
  const where = `${namedCustomer(customer)} into ${into}`;
  return kind === 'granted'
    ? `Grant ${credits} credits worth ${shortMoney(worth)}, free, to ${where}.`
    : `Sell ${credits} credits for ${shortMoney(worth)} to ${where}: an invoice asks for the price, and they count once it is paid.`;
}

/** The calls: where there is no wallet, one is made first, and its id goes into the second. */
function callsFor(
  customer: Customer,
  { wallet, currency }: ChosenWallet,
  { credits }: CreditAmount,
  { kind, name }: Arguments,
): PlannedCall[] {
  const addition = { kind, credits, ...(name !== undefined && { name }) };
  if (wallet !== undefined) {
    return [{ operation: 'credits.add', input: { walletId: wallet.id, ...addition } }];
  }
  return [
    {
      operation: 'credits.createWallet',
      input: { customerKey: customer.customerKey, currency },
    },
    {
      operation: 'credits.add',
      input: ([made]) => ({ walletId: (made as Wallet).id, ...addition }),
    },
  ];
}

function show(results: readonly unknown[], customer: Customer, { detailed }: ToolCall): Answer {
  const transaction = results.at(-1) as CreditTransaction;
  const { credits, amount, kind, status } = transaction;
  const isSold = kind === 'purchased';
  return {
    summary: `${isSold ? 'Sold' : 'Granted'} ${credits} credits worth ${shortMoney(amount)} to ${namedCustomer(customer)}: ${status}.`,
    facts: { transaction: shownCreditTransaction(transaction, detailed) },
    next:
      status === 'pending'
        ? 'They count once the invoice is paid; get_credits shows the balance.'
        : undefined,
    warnings: warningsOf(results),
  };
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const customer = await findCustomer(call, args.customer);
  const chosen = await chooseWallet(call, customer, args);
  const amount = creditAmount(chosen, args);
  const { wallet } = chosen;
  return {
    effect: effectOf(customer, chosen, amount, args),
    needsConsent: true,
    money: amount.worth,
    targets: [
      `customer:${customer.customerKey}`,
      ...(wallet === undefined ? [] : [`wallet:${wallet.id}`]),
    ],
    basis: {
      walletId: wallet?.id,
      balance: wallet?.balance,
      creditValue: wallet?.creditValue,
      currency: chosen.currency,
    },
    calls: callsFor(customer, chosen, amount, args),
    show: (results) => show(results, customer, call),
  };
}

/** Grants or sells credits, and makes the wallet for them where there is none. */
export const addCredits = changingTool({
  name: 'add_credits',
  title: 'Add credits',
  description: "Give or sell prepaid credits; makes the customer's wallet if there is none.",
  toolset: 'core',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: ['credits.add', 'credits.listWallets', ['customers.get', 'customers.list']],
  arguments: creditArguments,
  plan,
});
