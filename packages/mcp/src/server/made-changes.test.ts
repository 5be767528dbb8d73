import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../answers/answer.ts';
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

  it('remembers ten thousand, and forgets the oldest first', async () => {
    const made = new MadeChanges(manualClock('2026-03-10T12:00:00Z'));
    for (let index = 0; index <= 10_000; index++) {
      await made.make(named(`k${index}`), async () => ANSWER);
    }
    expect(made.find({ key: 'k0', digest: 'd' })).toBeUndefined();
    expect(made.find({ key: 'k1', digest: 'd' })?.kind).toBe('made');
    expect(made.find({ key: 'k10000', digest: 'd' })?.kind).toBe('made');
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
