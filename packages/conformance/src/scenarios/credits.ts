import { type CreditTransaction, Decimal, type Money, type Wallet } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same, sameNumber } from '../assertions.ts';
import {
  after,
  anyWallet,
  customer,
  DAY,
  metric,
  money,
  UNKNOWN_ID,
  wallet,
  walletSource,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** Grants credits of a wallet, and waits until they count. */
async function granted(context: ScenarioContext, walletId: string, credits: string) {
  await context.billing.credits.add({ walletId, kind: 'granted', credits });
  await context.settle();
}

/** A new wallet of a new customer with granted credits. */
async function grantedWallet(context: ScenarioContext, credits: string, fields = {}) {
  const { customerKey } = await customer(context);
  const { id: walletId } = await wallet(context, customerKey, fields);
  await granted(context, walletId, credits);
  return { customerKey, walletId };
}

/** Any wallet of a new customer. */
async function walletOfSomebody(context: ScenarioContext): Promise<string> {
  const { customerKey } = await customer(context);
  return (await anyWallet(context, customerKey)).id;
}

/** Any wallet of a new customer, with granted credits. */
async function grantedCredits(context: ScenarioContext, credits: string): Promise<string> {
  const walletId = await walletOfSomebody(context);
  await granted(context, walletId, credits);
  return walletId;
}

async function balanceIs(context: ScenarioContext, walletId: string, balance: Money) {
  await context.settle();
  const found = await context.billing.credits.getWallet({ walletId });
  same(found.balance, balance, 'the balance');
}

async function transactionsOf(context: ScenarioContext, walletId: string, filter = {}) {
  const { items } = await context.billing.credits.listTransactions({ walletId, ...filter });
  return items;
}

/** What {@link buyCredits} calls, and what its scenarios read. */
const buying = ['customers.upsert', 'credits.getWallet', 'credits.listTransactions'] as const;

/** The invoice that asks for the price of bought credits: add tells it, or the list does later. */
async function invoiceFor(context: ScenarioContext, bought: CreditTransaction): Promise<string> {
  const [latest] = await transactionsOf(context, bought.walletId);
  const invoiceId = bought.invoiceId ?? latest?.invoiceId;
  ensure(invoiceId, 'no invoice asks for the price');
  return invoiceId;
}

/** Buys credits for a new customer, and waits for the invoice that asks for their price. */
async function buyCredits(context: ScenarioContext, credits: string) {
  const walletId = await walletOfSomebody(context);
  const bought = await context.billing.credits.add({ walletId, kind: 'purchased', credits });
  await context.settle();
  return { walletId, bought, invoiceId: await invoiceFor(context, bought) };
}

const wallets: readonly Scenario[] = [
  {
    operation: 'credits.createWallet',
    title: 'makes an empty wallet with the fields asked for',
    needs: ['customers.upsert', 'metrics.create', 'credits.getWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: metricCode } = await metric(context);
      const fields = {
        code: context.key('wallet'),
        name: 'Prepaid ☂',
        creditValue: '0.5',
        priority: 7,
        appliesTo: { feeTypes: ['charge' as const], metrics: [metricCode] },
        expiresAt: after(context.now(), 90 * DAY),
        metadata: { order: '42' },
      };
      const made = await wallet(context, customerKey, fields);
      await context.settle();
      const found = await context.billing.credits.getWallet({ walletId: made.id });
      hasFields(made, { customerKey, status: 'active', ...fields }, 'the wallet');
      hasFields(found, { customerKey, status: 'active', ...fields }, 'the wallet');
      same(found.balance, money(context, '0'), 'the balance');
      same(found.consumed, money(context, '0'), 'what was consumed');
      sameNumber(found.creditBalance, '0', 'the balance in credits');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'gives a credit the worth of one, and the last place, when not told otherwise',
    needs: ['customers.upsert'],
    async run(context) {
      const { customerKey } = await customer(context);
      const made = await wallet(context, customerKey);
      sameNumber(made.creditValue, '1', 'the worth of a credit');
      same(made.priority, 50, 'the priority');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'refuses an unknown customer',
    async run(context) {
      await isUnknown(() => wallet(context, context.key('customer')), 'a wallet of nobody');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'refuses a code that another wallet of the customer has',
    needs: ['customers.upsert', 'credits.listWallets'],
    async run(context) {
      const [one, two] = [await customer(context), await customer(context)];
      const code = context.key('wallet');
      await wallet(context, one.customerKey, { code });
      const call = () => wallet(context, one.customerKey, { code });
      await refuses('already_exists', call, 'a code that is taken');
      await wallet(context, two.customerKey, { code });
      await context.settle();
      const { customerKey } = one;
      same((await context.billing.credits.listWallets({ customerKey })).items.length, 1, 'wallets');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'refuses an end in the past',
    needs: ['customers.upsert'],
    async run(context) {
      const { customerKey } = await customer(context);
      const expiresAt = after(context.now(), -DAY);
      const call = () => wallet(context, customerKey, { expiresAt });
      await refuses(['invalid_input', 'rejected'], call, 'a wallet that has expired');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'with the same idempotencyKey makes one wallet',
    needs: ['customers.upsert', 'credits.listWallets'],
    limits: { idempotencyKeys: true },
    async run(context) {
      const { customerKey } = await customer(context);
      const options = { idempotencyKey: context.key('call') };
      const input = { customerKey, currency: context.currency };
      const first = await context.billing.credits.createWallet(input, options);
      same(await context.billing.credits.createWallet(input, options), first, 'the repeat');
      same((await context.billing.credits.listWallets({ customerKey })).items.length, 1, 'wallets');
    },
  },
  {
    operation: 'credits.getWallet',
    title: 'refuses an id that nothing has',
    async run(context) {
      await isUnknown(() => context.billing.credits.getWallet({ walletId: UNKNOWN_ID }), 'nothing');
    },
  },
  {
    operation: 'credits.listWallets',
    title: 'brings each wallet once, newest first, by page and by iteration',
    needs: ['customers.upsert', 'credits.createWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const other = await customer(context);
      await wallet(context, other.customerKey);
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) ids.unshift((await wallet(context, customerKey)).id);
      await context.settle();
      const list = (page: object) => context.billing.credits.listWallets({ customerKey, ...page });
      await sameInEveryWay(list, ({ id }) => id, ids);
      same((await list({})).items.length, 5, 'wallets of the customer');
    },
  },
  {
    operation: 'credits.listWallets',
    title: 'brings the wallets of the customer and of nobody else, as get does',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const [one, two] = [await customer(context), await customer(context)];
      const { id: walletId } = await anyWallet(context, one.customerKey);
      const other = await anyWallet(context, two.customerKey);
      ensure(other.id !== walletId, 'two customers have one wallet');
      await context.settle();
      const { customerKey } = one;
      const { items } = await context.billing.credits.listWallets({ customerKey });
      const { warnings: _, ...found } = await context.billing.credits.getWallet({ walletId });
      same(items, [found], 'the wallets of the customer');
      same(found.balance, money(context, '0'), 'the balance');
    },
  },
  {
    operation: 'credits.listWallets',
    title: 'takes only those of the status asked for',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.terminateWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const open = await wallet(context, customerKey);
      const closed = await wallet(context, customerKey);
      await context.billing.credits.terminateWallet({ walletId: closed.id });
      await context.settle();
      const found = async (status: 'active' | 'terminated') =>
        (await context.billing.credits.listWallets({ customerKey, status })).items.map(
          ({ id }) => id,
        );
      same(await found('active'), [open.id], 'active wallets');
      same(await found('terminated'), [closed.id], 'terminated wallets');
    },
  },
];

const changingWallets: readonly Scenario[] = [
  {
    operation: 'credits.updateWallet',
    title: 'changes what is mentioned, clears what is null and leaves the rest',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.getWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const fields = { name: 'First', priority: 3, metadata: { order: '1' } };
      const { id: walletId } = await wallet(context, customerKey, fields);
      const before = await context.billing.credits.getWallet({ walletId });
      const change = { name: 'Second', priority: 4, expiresAt: after(context.now(), 9 * DAY) };
      await context.billing.credits.updateWallet({ walletId, ...change });
      await context.settle();
      const changed = await context.billing.credits.getWallet({ walletId });
      same(changed, { ...before, ...change }, 'the wallet after an update');
      await context.billing.credits.updateWallet({ walletId, name: null, metadata: null });
      await context.settle();
      const cleared = await context.billing.credits.getWallet({ walletId });
      const left = { name: cleared.name, metadata: cleared.metadata ?? {} };
      same(left, { name: undefined, metadata: {} }, 'what was cleared');
      same(cleared.priority, 4, 'the priority');
    },
  },
  {
    operation: 'credits.updateWallet',
    title: 'refuses an id that nothing has, and a wallet that has ended',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.terminateWallet'],
    async run(context) {
      const { updateWallet } = context.billing.credits;
      await isUnknown(() => updateWallet({ walletId: UNKNOWN_ID, name: 'x' }), 'nothing');
      const { customerKey } = await customer(context);
      const { id: walletId } = await wallet(context, customerKey);
      await context.billing.credits.terminateWallet({ walletId });
      await context.settle();
      await refuses('conflict', () => updateWallet({ walletId, name: 'x' }), 'an ended wallet');
    },
  },
  {
    operation: 'credits.terminateWallet',
    title: 'ends this wallet only, and what is left in it is lost',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.add', 'credits.getWallet'],
    async run(context) {
      const { customerKey, walletId } = await grantedWallet(context, '10');
      const other = await wallet(context, customerKey);
      const add = { walletId: other.id, kind: 'granted', credits: '4' } as const;
      await context.billing.credits.add(add);
      const ended = await context.billing.credits.terminateWallet({ walletId });
      same(ended.status, 'terminated', 'the status');
      await balanceIs(context, walletId, money(context, '0'));
      await balanceIs(context, other.id, money(context, '4'));
      const kept = await context.billing.credits.getWallet({ walletId: other.id });
      same(kept.status, 'active', 'status of the other wallet');
    },
  },
  {
    operation: 'credits.terminateWallet',
    title: 'sent twice changes nothing more',
    needs: [
      'customers.upsert',
      'credits.createWallet',
      'credits.add',
      'credits.getWallet',
      'credits.listTransactions',
    ],
    async run(context) {
      const { walletId } = await grantedWallet(context, '10');
      await context.billing.credits.terminateWallet({ walletId });
      await context.settle();
      const before = await context.billing.credits.getWallet({ walletId });
      const transactions = await transactionsOf(context, walletId);
      await context.billing.credits.terminateWallet({ walletId });
      await context.settle();
      same(await context.billing.credits.getWallet({ walletId }), before, 'the wallet');
      same(await transactionsOf(context, walletId), transactions, 'the transactions');
    },
  },
  {
    operation: 'credits.terminateWallet',
    title: 'refuses an id that nothing has',
    async run(context) {
      const call = () => context.billing.credits.terminateWallet({ walletId: UNKNOWN_ID });
      await isUnknown(call, 'nothing');
    },
  },
];

const adding: readonly Scenario[] = [
  {
    operation: 'credits.add',
    title: 'grants credits at once, worth what a credit of the wallet is worth',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.getWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await wallet(context, customerKey, { creditValue: '0.25' });
      const input = { walletId, kind: 'granted', credits: '100', name: 'Gift' } as const;
      const added = await context.billing.credits.add(input);
      const expected = {
        walletId,
        direction: 'in',
        kind: 'granted',
        status: 'settled',
        credits: '100',
      };
      hasFields(added, expected, 'the transaction');
      same(added.amount, money(context, '25'), 'what the credits are worth');
      await balanceIs(context, walletId, money(context, '25'));
      const { creditBalance } = await context.billing.credits.getWallet({ walletId });
      sameNumber(creditBalance, '100', 'the balance in credits');
    },
  },
  {
    operation: 'credits.add',
    title: 'grants credits at once, worth what the wallet says',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await walletOfSomebody(context);
      const before = await context.billing.credits.getWallet({ walletId });
      const input = { walletId, kind: 'granted', credits: '100' } as const;
      const added = await context.billing.credits.add(input);
      hasFields(added, { ...input, direction: 'in', status: 'settled' }, 'the transaction');
      const worth = Decimal.parse(before.creditValue).times(Decimal.parse('100')).toString();
      same(added.amount, money(context, worth), 'what the credits are worth');
      await balanceIs(context, walletId, money(context, worth));
      const { creditBalance } = await context.billing.credits.getWallet({ walletId });
      sameNumber(creditBalance, '100', 'the balance in credits');
    },
  },
  {
    operation: 'credits.add',
    title: 'adds money of the currency that the customer is billed in',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    limits: { currencies: ['EUR'] },
    async run(context) {
      const { customerKey } = await customer(context, { currency: 'EUR' });
      const { id: walletId, currency } = await anyWallet(context, customerKey, 'EUR');
      same(currency, 'EUR', 'the currency of the wallet');
      await context.billing.credits.add({ walletId, kind: 'granted', credits: '7.05' });
      await balanceIs(context, walletId, money(context, '7.05', 'EUR'));
    },
  },
  {
    operation: 'credits.add',
    title: 'refuses an id that nothing has',
    async run(context) {
      const grant = { walletId: UNKNOWN_ID, kind: 'granted', credits: '1' } as const;
      await isUnknown(() => context.billing.credits.add(grant), 'nothing');
    },
  },
  {
    operation: 'credits.add',
    title: 'does not count bought credits before they are paid',
    needs: [...buying, 'invoices.get'],
    needsAny: [walletSource],
    async run(context) {
      const { walletId, bought, invoiceId } = await buyCredits(context, '20');
      hasFields(
        bought,
        { direction: 'in', kind: 'purchased', status: 'pending' },
        'the transaction',
      );
      await balanceIs(context, walletId, money(context, '0'));
      const invoice = await context.billing.invoices.get({ invoiceId });
      const isNative = context.billing.capabilities['credits.add'].level === 'native';
      const types = isNative ? ['credit'] : ['credit', 'one_off'];
      ensure(types.includes(invoice.type), `the type of the invoice is ${invoice.type}`);
      same(invoice.totals.due, money(context, '20'), 'what is due');
    },
  },
  {
    operation: 'credits.add',
    title: 'counts bought credits once they are paid, and once only',
    needs: [...buying, 'invoices.update'],
    needsAny: [walletSource],
    async run(context) {
      const { walletId, invoiceId } = await buyCredits(context, '20');
      const paid = { invoiceId, paymentStatus: 'succeeded' } as const;
      await context.billing.invoices.update(paid);
      await balanceIs(context, walletId, money(context, '20'));
      await context.billing.invoices.update(paid);
      await balanceIs(context, walletId, money(context, '20'));
    },
  },
  {
    operation: 'credits.add',
    title: 'cuts bought credits to whole minor units of their price',
    needs: ['customers.upsert', 'credits.createWallet'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await wallet(context, customerKey, { creditValue: '0.001' });
      const input = { walletId, kind: 'purchased', credits: '1034' } as const;
      const bought = await context.billing.credits.add(input);
      sameNumber(bought.credits, '1030', 'the credits (facts/rating.md §12)');
      same(bought.amount, money(context, '1.03'), 'their price (facts/rating.md §12)');
    },
  },
  {
    operation: 'credits.add',
    title: 'refuses an unknown wallet and one that has ended',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.terminateWallet'],
    async run(context) {
      const { add } = context.billing.credits;
      const grant = { kind: 'granted', credits: '1' } as const;
      await isUnknown(() => add({ walletId: UNKNOWN_ID, ...grant }), 'nothing');
      const { customerKey } = await customer(context);
      const { id: walletId } = await wallet(context, customerKey);
      await context.billing.credits.terminateWallet({ walletId });
      await context.settle();
      await refuses('conflict', () => add({ walletId, ...grant }), 'a wallet that has ended');
    },
  },
  {
    operation: 'credits.add',
    title: 'with the same idempotencyKey adds once',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.getWallet'],
    limits: { idempotencyKeys: true },
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await wallet(context, customerKey);
      const options = { idempotencyKey: context.key('call') };
      const input = { walletId, kind: 'granted', credits: '5' } as const;
      const first = await context.billing.credits.add(input, options);
      same(await context.billing.credits.add(input, options), first, 'the repeated call');
      await balanceIs(context, walletId, money(context, '5'));
      const other = { ...input, credits: '6' };
      const call = () => context.billing.credits.add(other, options);
      await refuses('conflict', call, 'the key with another input');
      await balanceIs(context, walletId, money(context, '5'));
    },
  },
  {
    operation: 'credits.add',
    title: 'adds every one of several concurrent calls',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await walletOfSomebody(context);
      const add = (credits: string) =>
        context.billing.credits.add({ walletId, kind: 'granted', credits });
      await Promise.all(['1', '2', '3', '4', '5'].map(add));
      await balanceIs(context, walletId, money(context, '15'));
    },
  },
  ...[
    { currency: 'JPY', credits: '150', amount: '150' },
    { currency: 'KWD', credits: '1.234', amount: '1.234' },
  ].map(
    ({ currency, credits, amount }): Scenario => ({
      operation: 'credits.add',
      title: `keeps ${currency} to its smallest unit`,
      needs: ['customers.upsert', 'credits.createWallet', 'credits.getWallet'],
      limits: { currencies: [currency] },
      async run(context) {
        const { customerKey } = await customer(context, { currency });
        const { id: walletId } = await wallet(context, customerKey, { currency });
        const added = await context.billing.credits.add({ walletId, kind: 'granted', credits });
        same(added.amount, { amount, currency }, 'what the credits are worth');
        await balanceIs(context, walletId, { amount, currency });
      },
    }),
  ),
];

const voiding: readonly Scenario[] = [
  {
    operation: 'credits.void',
    title: 'takes exactly these credits',
    needs: ['customers.upsert', 'credits.add', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await grantedCredits(context, '10');
      const taken = await context.billing.credits.void({ walletId, credits: '2.55' });
      hasFields(taken, { direction: 'out', kind: 'voided', credits: '2.55' }, 'the transaction');
      await balanceIs(context, walletId, money(context, '7.45'));
      await context.billing.credits.void({ walletId, credits: '7.45' });
      await balanceIs(context, walletId, money(context, '0'));
    },
  },
  {
    operation: 'credits.void',
    title: 'refuses more than there is, and leaves the balance',
    needs: ['customers.upsert', 'credits.add', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await grantedCredits(context, '10');
      const call = () => context.billing.credits.void({ walletId, credits: '10.01' });
      await refuses('insufficient_credits', call, 'more than there is');
      await balanceIs(context, walletId, money(context, '10'));
    },
  },
  {
    operation: 'credits.void',
    title: 'never takes the same credits twice in concurrent calls',
    needs: ['customers.upsert', 'credits.add', 'credits.getWallet'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await grantedCredits(context, '10');
      const calls = await Promise.allSettled(
        [1, 2, 3].map(() => context.billing.credits.void({ walletId, credits: '6' })),
      );
      const done = calls.filter(({ status }) => status === 'fulfilled').length;
      same(done, 1, 'how many of the three calls were done');
      await balanceIs(context, walletId, money(context, '4'));
    },
  },
  {
    operation: 'credits.void',
    title: 'refuses an id that nothing has',
    async run(context) {
      const call = () => context.billing.credits.void({ walletId: UNKNOWN_ID, credits: '1' });
      await isUnknown(call, 'nothing');
    },
  },
  {
    operation: 'credits.void',
    title: 'with the same idempotencyKey takes once',
    needs: ['customers.upsert', 'credits.add', 'credits.getWallet'],
    needsAny: [walletSource],
    limits: { idempotencyKeys: true },
    async run(context) {
      const walletId = await grantedCredits(context, '10');
      const options = { idempotencyKey: context.key('call') };
      const first = await context.billing.credits.void({ walletId, credits: '3' }, options);
      const again = await context.billing.credits.void({ walletId, credits: '3' }, options);
      same(again, first, 'the repeated call');
      await balanceIs(context, walletId, money(context, '7'));
    },
  },
];

const movements: readonly Scenario[] = [
  {
    operation: 'credits.listTransactions',
    title: 'brings each movement once, newest first, by page and by iteration',
    needs: ['customers.upsert', 'credits.add', 'credits.void'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await walletOfSomebody(context);
      const ids: string[] = [];
      for (let count = 0; count < 4; count++) {
        const grant = { walletId, kind: 'granted', credits: '2' } as const;
        ids.unshift((await context.billing.credits.add(grant)).id);
      }
      await context.settle();
      ids.unshift((await context.billing.credits.void({ walletId, credits: '1' })).id);
      await context.settle();
      await sameInEveryWay(
        (page) => context.billing.credits.listTransactions({ walletId, ...page }),
        ({ id }) => id,
        ids,
      );
    },
  },
  {
    operation: 'credits.listTransactions',
    title: 'takes only those of the status asked for',
    needs: ['customers.upsert', 'credits.add'],
    needsAny: [walletSource],
    async run(context) {
      const walletId = await grantedCredits(context, '1');
      const kinds = async (status: 'pending' | 'settled' | 'failed') =>
        (await transactionsOf(context, walletId, { status })).map(({ kind }) => kind);
      same(await kinds('settled'), ['granted'], 'settled ones');
      same(await kinds('pending'), [], 'pending ones');
      same(await kinds('failed'), [], 'failed ones');
    },
  },
  {
    operation: 'credits.listTransactions',
    title: 'brings bought credits that are not paid yet as pending ones',
    needs: ['customers.upsert', 'credits.add'],
    needsAny: [walletSource],
    needsWhole: ['credits.listTransactions'],
    async run(context) {
      const walletId = await grantedCredits(context, '1');
      const buy = { walletId, kind: 'purchased', credits: '2' } as const;
      const { id } = await context.billing.credits.add(buy);
      await context.settle();
      const idsOf = async (status: 'pending' | 'settled') =>
        (await transactionsOf(context, walletId, { status })).map((transaction) => transaction.id);
      same(await idsOf('pending'), [id], 'pending ones');
      same((await idsOf('settled')).includes(id), false, 'whether it is a settled one');
    },
  },
  {
    operation: 'credits.listTransactions',
    title: 'refuses an id that nothing has',
    async run(context) {
      const call = () => context.billing.credits.listTransactions({ walletId: UNKNOWN_ID });
      await isUnknown(call, 'nothing');
    },
  },
  {
    operation: 'credits.getWallet',
    title: 'is empty and ended after its last day',
    needs: ['customers.upsert', 'credits.createWallet', 'credits.add'],
    needsClock: true,
    async run(context) {
      const expiresAt = after(context.now(), DAY);
      const { walletId } = await grantedWallet(context, '10', { expiresAt });
      await balanceIs(context, walletId, money(context, '10'));
      await context.advanceTo(after(expiresAt, 1000));
      const expired: Wallet = await context.billing.credits.getWallet({ walletId });
      const { status, balance } = expired;
      same(
        { status, balance },
        { status: 'terminated', balance: money(context, '0') },
        'the wallet',
      );
    },
  },
];

/** What every provider does with prepaid credits. */
export const creditScenarios: readonly Scenario[] = [
  ...wallets,
  ...changingWallets,
  ...adding,
  ...voiding,
  ...movements,
];
