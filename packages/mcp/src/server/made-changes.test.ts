import { BillingError, manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Change } from '../tools/change.ts';
import { newAttempt } from './attempt.ts';
import { MadeChanges } from './made-changes.ts';

const ANSWER: Answer = { summary: 'Done.', facts: {} };
const CHANGE: Change = {
  effect: 'Do it.',
  needsConsent: false,
  targets: [],
  calls: [],
  show: () => ANSWER,
};
const named = (key: string, digest = 'd', isRepeatable = true) => ({
  key,
  digest,
  change: CHANGE,
  isNamed: true,
  agreed: { change: 'c', at: 0 },
  isRepeatable,
  attempt: newAttempt(true),
});

describe('MadeChanges', () => {
  it('D7: forgets a key after a day, and not before', async () => {
    const clock = manualClock('2026-03-10T12:00:00Z');
    const made = new MadeChanges(clock);
    await made.make(named('k'), async () => ANSWER);
    clock.moveTo('2026-03-11T12:00:00Z');
    expect(made.find({ key: 'k', digest: 'd' })?.kind).toBe('made');
    expect(() => made.find({ key: 'k', digest: 'other' })).toThrow(Refusal);
    clock.moveTo('2026-03-11T12:00:00.001Z');
    expect(made.find({ key: 'k', digest: 'd' })).toBeUndefined();
  });

  it('D7: forgets no key within the day, and refuses further changes when it is full', async () => {
    const clock = manualClock('2026-03-10T12:00:00Z');
    const made = new MadeChanges(clock, 3);
    let runs = 0;
    const run = async () => {
      runs += 1;
      return ANSWER;
    };
    const lost = named('lost', 'd', true);
    lost.attempt.hasStarted = true;
    await expect(made.make(lost, () => Promise.reject(new Error('lost')))).rejects.toThrow();
    for (const key of ['a', 'b']) await made.make(named(key), run);
    for (const further of [named('c'), { ...named('d'), isNamed: false }]) {
      await expect(made.make(further, run)).rejects.toMatchObject({
        code: 'limit_exceeded',
        options: { facts: { most: 3 } },
      });
    }
    expect(runs).toBe(2);
    expect(made.find({ key: 'a', digest: 'd' })?.kind).toBe('made');
    expect(made.find({ key: 'lost', digest: 'd' })?.kind).toBe('unclear');
    await made.make(named('lost'), run);
    expect(runs).toBe(3);
    clock.moveTo('2026-03-11T12:00:00.001Z');
    await made.make(named('c'), run);
    expect(made.size).toBe(1);
  });

  it('forgets at once what is done under a key that the caller did not choose', async () => {
    const made = new MadeChanges(manualClock('2026-03-10T12:00:00Z'), 2);
    await made.make(named('mine'), async () => ANSWER);
    for (let index = 0; index < 5; index++) {
      await made.make({ ...named(`k${index}`), isNamed: false }, async () => ANSWER);
    }
    expect(made.size).toBe(1);
    expect(made.find({ key: 'mine', digest: 'd' })?.kind).toBe('made');
    const lost = { ...named('lost'), isNamed: false };
    lost.attempt.hasStarted = true;
    await expect(made.make(lost, () => Promise.reject(new Error('lost')))).rejects.toThrow();
    expect(made.find({ key: 'lost', digest: 'd' })?.kind).toBe('unclear');
  });

  it.each([
    [true, 'outcome_unknown', 'unknown'],
    [false, 'unavailable', 'no'],
  ])('P6: that another gave up is no abort of who waits: started %s', async (...row) => {
    const [hasStarted, code, changed] = row;
    const made = new MadeChanges(manualClock('2026-03-10T12:00:00Z'));
    const first = named('k');
    const aborted = new BillingError('aborted', { message: 'The caller gave up.' });
    const failure = Promise.withResolvers<Answer>();
    const making = made.make(first, () => failure.promise);
    const second = named('k');
    const waiting = made.make(second, async () => ANSWER).catch((error: unknown) => error);
    first.attempt.hasStarted = hasStarted;
    failure.reject(aborted);
    await expect(making).rejects.toBe(aborted);
    const error = await waiting;
    expect(error).toMatchObject({ code });
    expect(changedBy(error, second.attempt)).toBe(changed);
  });

  it('R3: whoever waits for the change of another hears what its failure may have changed', async () => {
    const made = new MadeChanges(manualClock('2026-03-10T12:00:00Z'));
    const first = named('k');
    const failure = Promise.withResolvers<Answer>();
    const making = made.make(first, () => failure.promise);
    const second = named('k');
    const waiting = made.make(second, async () => ANSWER);
    first.attempt.hasStarted = true;
    failure.reject(new Error('lost'));
    await expect(making).rejects.toThrow('lost');
    await expect(waiting).rejects.toThrow('lost');
    expect(second.attempt.hasStarted).toBe(true);
  });

  it('D7: what may have happened stays in doubt when its repeat fails before it starts', async () => {
    const made = new MadeChanges(manualClock('2026-03-10T12:00:00Z'));
    const first = named('k');
    first.attempt.hasStarted = true;
    const fail = async () => {
      throw new Error('lost');
    };
    await expect(made.make(first, fail)).rejects.toThrow();
    await expect(made.make(named('k'), fail)).rejects.toThrow();
    expect(made.find({ key: 'k', digest: 'd' })?.kind).toBe('unclear');
  });
});
