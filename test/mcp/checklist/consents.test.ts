import { describe, expect, it } from 'vitest';
import { gatedChanges, NO_IDS, rowsOf, sampleAt } from './changes.ts';
import { openAccount } from './open-account.ts';

describe('a token of a preview', () => {
  it.each(rowsOf(gatedChanges))(
    'D3: of %s (%s) is good once, and for nothing else',
    async (_tool, _does, index) => {
      const { call, ids, written } = await openAccount();
      const { tool, args } = sampleAt(gatedChanges, ids, index);
      const other = sampleAt(gatedChanges, ids, (index + 5) % gatedChanges(ids).length);
      const token = (await call(tool, args)).facts.confirm_token as string;
      const tampered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
      for (const [name, given, reason] of [
        [tool, { ...args, confirm_token: tampered }, 'unknown'],
        [other.tool, { ...other.args, confirm_token: token }, expect.stringMatching(/^other_/)],
      ] as const) {
        const { facts } = await call(name, given);
        expect(facts.error).toMatchObject({ code: 'consent_refused', changed: 'no', reason });
      }
      expect(written).toEqual([]);

      const confirmed = { ...args, confirm_token: token };
      expect(await call(tool, confirmed)).toMatchObject({ isError: false });
      const made = [...written];
      // Where it is done already nobody has to agree any more, and nothing is left that needs it.
      await call(tool, confirmed);
      const isFree = (operation: string) => operation === 'customers.upsert';
      expect(written.slice(made.length).filter((operation) => !isFree(operation))).toEqual([]);
    },
  );

  it.each(rowsOf(gatedChanges))(
    'D3: of %s (%s) is of no use after ten minutes',
    async (_tool, _does, index) => {
      const { call, ids, written, clock } = await openAccount();
      const { tool, args } = sampleAt(gatedChanges, ids, index);
      const token = (await call(tool, args)).facts.confirm_token;
      clock.moveTo(clock.now() + 600_000);
      const { facts } = await call(tool, { ...args, confirm_token: token });
      expect(facts.error).toMatchObject({ code: 'consent_refused', reason: 'expired' });
      expect(written).toEqual([]);
    },
  );

  it.each(
    rowsOf(gatedChanges).filter(([tool]) => tool === 'add_credits' || tool === 'create_invoice'),
  )('D3: of %s (%s), which would happen again, is refused as used', async (_tool, _does, index) => {
    const { call, ids } = await openAccount();
    const { tool, args } = sampleAt(gatedChanges, ids, index);
    const { confirm_token } = (await call(tool, args)).facts;
    await call(tool, { ...args, confirm_token });
    const { isError, facts } = await call(tool, { ...args, confirm_token });
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({
      code: 'consent_refused',
      changed: 'no',
      reason: 'used',
    });
  });

  it('D3: is of no use when the record has changed since', async () => {
    const { call, ids, written, account } = await openAccount();
    const { engine } = account;
    const failed = { paymentStatus: 'failed' } as const;
    const changes = [
      [
        'add_credits',
        { customer: 'acme', kind: 'granted', amount: '5.00' },
        () => engine.credits.add({ walletId: ids.wallet, kind: 'granted', credits: '1' }),
      ],
      [
        'collect_invoice',
        { invoice: ids.open, action: 'record_payment', paymentStatus: 'succeeded' },
        () => engine.invoices.update({ invoiceId: ids.open, ...failed }),
      ],
      [
        'save_plan',
        { code: 'pro', price: { amount: '30.00', currency: 'USD' } },
        () => engine.plans.update({ code: 'pro', price: { amount: '25.00', currency: 'USD' } }),
      ],
    ] as const;
    for (const [tool, args, change] of changes) {
      const token = (await call(tool, args)).facts.confirm_token;
      expect([tool, token]).toEqual([tool, expect.any(String)]);
      await change();
      const { facts } = await call(tool, { ...args, confirm_token: token });
      expect([tool, facts.error]).toMatchObject([
        tool,
        { code: 'consent_refused', changed: 'no', reason: 'changed_record' },
      ]);
    }
    expect(written).toEqual([]);
  });
});

describe('a limit', () => {
  const moving = rowsOf(gatedChanges).filter(
    ([, , index]) => sampleAt(gatedChanges, NO_IDS, index).money !== undefined,
  );

  it.each(moving)(
    'D8: on amounts holds %s (%s) back under the policy allow too, and is named',
    async (_tool, _does, index) => {
      const settings = { policy: 'allow', maxAmount: { '*': '1' } } as const;
      const { call, ids, written } = await openAccount({ settings });
      const { tool, args } = sampleAt(gatedChanges, ids, index);
      const { isError, facts } = await call(tool, args);
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({
        code: 'limit_exceeded',
        changed: 'no',
        limit: 'BILLING_MCP_MAX_AMOUNT',
      });
      expect(written).toEqual([]);
    },
  );

  it.each(rowsOf(gatedChanges))(
    'D8: on the number of changes holds %s (%s) back, and is named',
    async (_tool, _does, index) => {
      const settings = { policy: 'allow', maxChangesPerHour: 0 } as const;
      const { call, ids, written } = await openAccount({ settings });
      const { tool, args } = sampleAt(gatedChanges, ids, index);
      const { facts } = await call(tool, args);
      expect(facts.error).toMatchObject({
        code: 'limit_exceeded',
        changed: 'no',
        limit: 'BILLING_MCP_MAX_CHANGES_PER_HOUR',
      });
      expect(written).toEqual([]);
    },
  );
});
