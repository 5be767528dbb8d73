import { expect, test } from 'vitest';
import { isFullPeriod, type PeriodSituation } from './full-period.ts';

const first: PeriodSituation = {
  timing: 'advance',
  billingTime: 'calendar',
  billedBefore: false,
  followsPlan: false,
  startedInPast: false,
  terminated: false,
};

test.each<[string, Partial<PeriodSituation>, boolean]>([
  ['the first calendar period', {}, false],
  ['the first period in arrears', { timing: 'arrears', billingTime: 'anniversary' }, false],
  ['a later period', { billedBefore: true }, true],
  ['an anniversary plan in advance', { billingTime: 'anniversary' }, true],
  ['an anniversary plan after another', { billingTime: 'anniversary', followsPlan: true }, false],
  ['a plan in advance that started in the past', { startedInPast: true }, true],
  ['a plan in arrears that started in the past', { timing: 'arrears', startedInPast: true }, false],
  [
    'the last period in arrears',
    { timing: 'arrears', billedBefore: true, terminated: true },
    false,
  ],
  ['the last period in advance', { billedBefore: true, terminated: true }, true],
])('%s', (_title, situation, isFull) => {
  expect(isFullPeriod({ ...first, ...situation })).toBe(isFull);
});
