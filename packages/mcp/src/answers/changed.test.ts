import { describe, expect, it } from 'vitest';
import { changedBy } from './changed.ts';
import { Refusal } from './refusal.ts';

const answered = { isChanging: true, hasStarted: true, completedCalls: 1 };

describe('R3: what a failed call left changed', () => {
  it('is nothing where the provider answered that it did nothing', () => {
    const refusal = new Refusal('invalid_arguments', { message: 'm', next: 'n', changed: 'no' });
    expect(changedBy(refusal, answered)).toBe('no');
  });

  it('is a part where an earlier call was answered well', () => {
    const refusal = new Refusal('invalid_arguments', { message: 'm', next: 'n' });
    expect(changedBy(refusal, answered)).toBe('yes');
  });
});
