import { Refusal } from '../answers/refusal.ts';
import { findCustomer } from '../arguments/references/index.ts';
import { namedCustomer } from '../tools/named.ts';
import type { Completion } from './completion.ts';

interface Wanted {
  readonly customer: string;
  readonly currency?: string;
  readonly wallet?: string;
}

/** Refuses a new wallet where ours would put the credits into one that is there, and its name. */
export const ownWallet: Completion = async (args, call, given) => {
  if (Object.hasOwn(given, 'name')) {
    throw new Refusal('invalid_arguments', {
      field: 'name',
      message: 'name: it would name the credits, and not the wallet.',
      next: 'Leave it out; write_operation with credits.updateWallet names the wallet.',
    });
  }
  const { customer: reference, currency: wanted, wallet } = args as unknown as Wanted;
  const customer = await findCustomer(call, reference);
  const { customerKey } = customer;
  const currency = wanted ?? customer.currency;
  const wallets = call.billing.credits.listWallets({ customerKey, status: 'active', limit: 100 });
  for await (const present of wallets) {
    if (wallet === undefined && currency !== undefined && present.currency !== currency) continue;
    throw new Refusal('invalid_arguments', {
      field: 'customer',
      message: `customer: ${namedCustomer(customer)} has a wallet in ${present.currency} already, and the credits would go into it.`,
      next: 'Call add_credits to put them there, or write_operation with credits.createWallet for one more wallet.',
    });
  }
  return args;
};
