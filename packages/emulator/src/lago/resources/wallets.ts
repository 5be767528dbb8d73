import type { Wallet } from '@billport/core';
import { type Context, Hono } from 'hono';
import { createWallet } from '../create-wallet.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { findWallet, findWalletByCode } from '../find-wallet.ts';
import { metadataRoutes } from '../metadata-endpoints.ts';
import { walletObject } from '../objects/wallets.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { updateWallet } from '../update-wallet.ts';
import { keepWalletRecord, walletRecord } from '../wallet-records.ts';

/** Ends a wallet; one that has ended stays as it is. */
async function terminate(state: LagoState, wallet: Wallet): Promise<Wallet> {
  const ended = await state.billing.credits.terminateWallet({ walletId: wallet.id });
  if (wallet.status === 'active') {
    state.webhooks.send('wallet.terminated', 'wallet', await walletObject(state, ended));
  }
  return ended;
}

async function answer(state: LagoState, context: Context, wallet: Wallet) {
  return context.json({ wallet: await walletObject(state, wallet) });
}

/** The wallets of a customer, or of all; an unknown customer is 404. */
async function list(state: LagoState, context: Context, customerKey: string | undefined) {
  if (customerKey !== undefined) await findCustomer(state, customerKey);
  const filter = customerKey === undefined ? {} : { customerKey };
  const currency = context.req.query('currency');
  const wallets = await Array.fromAsync(state.billing.credits.listWallets(filter));
  const { rows, meta } = pageOfRows(
    context,
    wallets.filter((wallet) => currency === undefined || wallet.currency === currency),
  );
  const objects = await Promise.all(rows.map((wallet) => walletObject(state, wallet)));
  return context.json({ wallets: objects, meta });
}

/** Routes of one wallet at `path`, which `walletOf` finds. */
function walletRoutes(
  app: Hono,
  state: LagoState,
  path: string,
  walletOf: (context: Context) => Promise<Wallet>,
): void {
  app.get(path, async (context) => answer(state, context, await walletOf(context)));
  app.put(path, async (context) => {
    const wallet = await walletOf(context);
    return answer(
      state,
      context,
      await updateWallet(state, wallet, await rootOf(context, 'wallet')),
    );
  });
  app.delete(path, async (context) =>
    answer(state, context, await terminate(state, await walletOf(context))),
  );
  metadataRoutes(app, `${path}/metadata`, async (context) => {
    const { id } = await walletOf(context);
    const { metadata } = walletRecord(state, id);
    return { metadata, keep: (changed) => keepWalletRecord(state, id, { metadata: changed }) };
  });
}

/** Routes of wallets, by id and by the code within their customer. */
export function walletsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/wallets', async (context) => {
    const fields = await rootOf(context, 'wallet');
    return answer(state, context, await createWallet(state, fields));
  });
  app.get('/wallets', (context) => list(state, context, context.req.query('external_customer_id')));
  walletRoutes(app, state, '/wallets/:id', (context) =>
    findWallet(state, context.req.param('id') ?? ''),
  );
  app.get('/customers/:customer/wallets', (context) =>
    list(state, context, context.req.param('customer')),
  );
  app.post('/customers/:customer/wallets', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('customer'));
    const fields = await rootOf(context, 'wallet');
    const wallet = { ...fields, external_customer_id: customerKey };
    return answer(state, context, await createWallet(state, wallet));
  });
  walletRoutes(app, state, '/customers/:customer/wallets/:code', async (context) => {
    const customer = await findCustomer(state, context.req.param('customer') ?? '');
    return findWalletByCode(state, customer.customerKey, context.req.param('code') ?? '');
  });
  return app;
}
