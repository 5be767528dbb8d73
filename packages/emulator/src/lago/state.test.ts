import { expect, it } from 'vitest';
import { openAccount } from './open-account.fixture.ts';

it('rejects once when work behind the answers failed', async () => {
  const { state } = openAccount();
  state.jobs.add('bad work', () => {
    throw new Error('broken');
  });
  await expect(state.settle()).rejects.toThrow('The emulator failed: bad work: broken');
  await state.settle();
});

it('lets new work wait as long as the switch says since it was changed', () => {
  const { state } = openAccount();
  state.change({ jobDelayMs: 5 });
  expect([state.jobs.delayMs, state.webhooks.queue.delayMs]).toEqual([5, 5]);
});
