import { describe, expect, it } from 'vitest';
import { PutHabit, type Values } from './put-habit.ts';

const habit = () => new PutHabit({ defaults: { currency: 'USD' }, required: ['name'] });

const full = { name: 'a', currency: 'EUR', tax: 'FR1', metadata: { one: '1', two: '2' } };
const saved = (sent: Values, after: Values, before: Values = full) => ({ before, sent, after });

describe('PutHabit', () => {
  it.each<[string, Values, Values]>([
    ['all that was left out is gone', { tax: 'FR2' }, { name: 'a', tax: 'FR2' }],
    [
      'what was left out is what Paigo takes for absent',
      { tax: 'FR2' },
      { name: 'a', tax: 'FR2', currency: 'USD' },
    ],
    [
      'all other names of the metadata are gone',
      { metadata: { three: '3' } },
      { ...full, metadata: { three: '3' } },
    ],
  ])('sees a PUT that replaces: %s', (_title, sent, after) => {
    const account = habit();
    expect(account.learn(saved(sent, after))).toBe(true);
    expect(account.replaces).toBe(true);
  });

  it.each<[string, Values, Values]>([
    ['all is there', { tax: 'FR2' }, { ...full, tax: 'FR2' }],
    ['somebody else wrote meanwhile', { tax: 'FR2' }, { ...full, tax: 'FR2', currency: 'CNY' }],
    ['somebody else took a field away', { name: 'b' }, { ...full, name: 'b', tax: undefined }],
    [
      'somebody else took a name away',
      { metadata: { three: '3' } },
      { ...full, metadata: { one: '1', three: '3' } },
    ],
    ['what was sent is gone', { tax: null }, { ...full, tax: undefined }],
  ])('sees a PUT that merges: %s', (_title, sent, after) => {
    const account = habit();
    expect(account.learn(saved(sent, after))).toBe(false);
    expect(account.replaces).toBe(false);
  });

  it('takes the loss of the only field for the account as long as nobody saw it keep one', () => {
    const before = { name: 'a', tax: 'FR1' };
    const losing = saved({ name: 'b' }, { name: 'b' }, before);
    expect(habit().learn(losing)).toBe(true);
    const account = habit();
    account.learn(saved({ name: 'b' }, { ...before, name: 'b' }, before));
    expect(account.learn(losing)).toBe(false);
  });

  it('learns nothing where nothing could be lost', () => {
    const account = habit();
    const before = { name: 'a', currency: 'USD' };
    expect(account.learn(saved({ name: 'b' }, { name: 'b' }, before))).toBe(false);
    expect(account.replaces).toBe(false);
  });
});
