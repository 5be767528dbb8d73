import { BillingError, operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../answers/refusal.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { readOperation } from './read-operation.ts';

const refused = (args: object, call = testCall()): Promise<Refusal> =>
  read(readOperation, args, call).then(
    () => expect.fail('was not refused'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Refusal);
      return error as Refusal;
    },
  );

describe('read_operation', () => {
  it('runs an operation that reads one thing', async () => {
    const call = await withAcme(testCall());
    const answer = await read(
      readOperation,
      { operation: 'taxes.get', input: { code: 'vat' } },
      call,
    );
    expect(answer.facts.result).toMatchObject({ code: 'vat', rate: '20' });
    expect(call.called).toEqual(['taxes.get']);
  });

  it('pages a list, and says how to go on', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const input = { limit: 1 };
    const first = await read(readOperation, { operation: 'customers.list', input }, call);
    expect(first.facts.items).toHaveLength(1);
    expect(first.next).toContain('input.cursor');
    const cursor = first.facts.nextCursor;
    const second = await read(
      readOperation,
      { operation: 'customers.list', input: { ...input, cursor } },
      call,
    );
    expect(second.facts.items).toEqual([expect.objectContaining({ customerKey: 'acme' })]);
  });

  it('keeps only the fields asked for, inside of lists too', async () => {
    const call = await withAcme(testCall());
    const answer = await read(
      readOperation,
      {
        operation: 'usage.current',
        input: { subscriptionKey: 'acme-pro' },
        fields: ['amount.amount', 'charges.units', 'charges.metric'],
      },
      call,
    );
    expect(answer.facts.result).toEqual({
      amount: { amount: '1.50' },
      charges: [{ units: '3', metric: 'calls' }],
    });
  });

  it('R4: refuses a field that the operation never brings, with the nearest one', async () => {
    const refusal = await refused({ operation: 'customers.list', fields: ['customer_key'] });
    expect(refusal.code).toBe('invalid_arguments');
    expect(refusal.options.next).toContain('Nearest is customerKey');
    const deeper = await refused({ operation: 'invoices.list', fields: ['totals.duee'] });
    expect(deeper.options.next).toContain('Nearest is due');
  });

  it.each([...operations].filter(([, { effect }]) => effect !== 'read').map(([id]) => id))(
    'A: refuses %s, which changes something',
    async (operation) => {
      const call = testCall();
      const refusal = await refused({ operation }, call);
      expect(refusal.code).toBe('denied');
      expect(refusal.options.next).toContain('write_operation');
      expect(call.called).toEqual([]);
    },
  );

  it('R5: names the nearest operations for an id that there is not', async () => {
    const refusal = await refused({ operation: 'credit_notes.get' });
    expect(refusal.code).toBe('not_found');
    expect(refusal.options.next).toContain('creditNotes.get');
    expect((await refused({ operation: 'refund money' })).options.next).toContain(
      'creditNotes.create',
    );
  });

  it('R6: says what the provider cannot do and what is nearest', async () => {
    const call = testCall({ without: { 'coupons.list': 'credits.add gives a fixed amount.' } });
    const refusal = await refused({ operation: 'coupons.list' }, call);
    expect(refusal.code).toBe('unsupported');
    expect(refusal.options.next).toBe('credits.add gives a fixed amount.');
    expect(call.called).toEqual([]);
  });

  it('R4: lets the contract refuse an input, by field', async () => {
    const wrong = read(
      readOperation,
      { operation: 'customers.list', input: { serach: 'acme' } },
      testCall(),
    );
    await expect(wrong).rejects.toSatisfy((error) => BillingError.is(error, 'invalid_input'));
    await expect(wrong).rejects.toThrow('serach');
  });
});
