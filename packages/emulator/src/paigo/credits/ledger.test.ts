import { Decimal, manualClock } from '@billport/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PaigoFailure } from '../failure.ts';
import { START } from '../open-paigo.fixture.ts';
import { PaigoState } from '../state.ts';
import { creditBalance, moveCredits, spendableCredits, visibleLedger } from './ledger.ts';

const amounts = fc
  .bigInt({ min: -100_000n, max: 100_000n })
  .map((cents) => Decimal.fromScaled(cents, 2).toString());

/** Whether the amount was taken; a refusal is a 400. */
function isTaken(state: PaigoState, transactionAmount: string): boolean {
  try {
    moveCredits(state, { customerId: 'acme', transactionAmount, timestamp: state.now() });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(PaigoFailure);
    expect(error).toMatchObject({ status: 400 });
    return false;
  }
}

// facts/paigo.md §3.7
it('keeps a balance that is the sum of the ledger, and never below zero', () => {
  fc.assert(
    fc.property(fc.array(amounts, { maxLength: 30 }), (moves) => {
      const state = new PaigoState({ clock: manualClock(START), frozen: true });
      // Counted in cents, apart from the ledger.
      let cents = 0n;
      for (const amount of moves) {
        const after = cents + BigInt(Math.round(Number(amount) * 100));
        expect(isTaken(state, amount)).toBe(after >= 0n);
        if (after >= 0n) cents = after;
      }
      const sum = Decimal.sum(
        visibleLedger(state, 'acme').map((entry) => Decimal.parse(entry.transactionAmount)),
      );
      expect(creditBalance(state, 'acme')).toBe(sum.toString());
      expect(sum.toScaled(2)).toBe(cents);
      expect(spendableCredits(state, 'acme').isNegative()).toBe(false);
    }),
  );
});
