import { contract, type Operation } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { echoProblems } from './echo-check.ts';

const problems = (operation: Operation, input: object, output: object) => [
  ...echoProblems(operation, input, output),
];

describe('echoProblems', () => {
  it('finds none where the answer is about what was asked for', () => {
    expect(problems(contract.customers.get, { customerKey: 'a' }, { customerKey: 'a' })).toEqual(
      [],
    );
    expect(problems(contract.credits.getWallet, { walletId: 'w' }, { id: 'w' })).toEqual([]);
    expect(problems(contract.health.check, {}, { ok: true })).toEqual([]);
  });

  it('finds an object of another key', () => {
    expect(
      problems(contract.customers.get, { customerKey: 'a.com' }, { customerKey: 'a' }),
    ).toEqual(['customerKey is "a", and "a.com" was asked for']);
    expect(problems(contract.invoices.void, { invoiceId: 'i' }, { id: 'j' })).toEqual([
      'invoiceId is "j", and "i" was asked for',
    ]);
  });

  it('takes the field of the same name before the id', () => {
    const asked = { invoiceId: 'i' };
    expect(problems(contract.creditNotes.create, asked, { id: 'n', invoiceId: 'i' })).toEqual([]);
    expect(problems(contract.creditNotes.create, asked, { id: 'n', invoiceId: 'j' })).not.toEqual(
      [],
    );
  });

  it('finds items that the filters of a list leave out', () => {
    const { list } = contract.subscriptions;
    const asked = { customerKey: 'a', status: ['active', 'pending'] };
    expect(problems(list, asked, { customerKey: 'a', status: 'pending' })).toEqual([]);
    expect(problems(list, asked, { customerKey: 'b', status: 'terminated' })).toEqual([
      'customerKey is "b", and "a" was asked for',
      'status is "terminated", and ["active","pending"] was asked for',
    ]);
  });

  it('does not look at filters where they are new values', () => {
    const change = { invoiceId: 'i', paymentStatus: 'failed' };
    expect(problems(contract.invoices.update, change, { id: 'i', paymentStatus: 'x' })).toEqual([]);
  });
});
