import { BillingError, manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { type Token, tokenCache } from './token-cache.ts';

const START = '2026-01-01T00:00:00.000Z';

/** A cache whose source hands out `token-1`, `token-2`, … when it is told to. */
function cache(lifetimeMs?: number) {
  const clock = manualClock(START);
  const pending: PromiseWithResolvers<Token>[] = [];
  const authorize = tokenCache({
    clock,
    fetchToken: () => {
      const coming = Promise.withResolvers<Token>();
      pending.push(coming);
      return coming.promise;
    },
  });
  return {
    authorize,
    pass: (ms: number) => clock.moveTo(new Date(clock.now() + ms)),
    fetched: () => pending.length,
    bring: () => pending.at(-1)?.resolve({ authorization: `token-${pending.length}`, lifetimeMs }),
    fail: (error: Error) => pending.at(-1)?.reject(error),
  };
}

async function filled(lifetimeMs?: number) {
  const made = cache(lifetimeMs);
  const first = made.authorize();
  made.bring();
  expect(await first).toBe('token-1');
  return made;
}

describe('tokenCache', () => {
  it('fetches once for 200 callers of a cold cache', async () => {
    const { authorize, fetched, bring } = cache(3_600_000);
    const callers = Array.from({ length: 200 }, () => authorize());
    expect(fetched()).toBe(1);
    bring();
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['token-1']));
    expect(fetched()).toBe(1);
  });

  it('keeps a token until a minute before it ends', async () => {
    const { authorize, pass, fetched, bring } = await filled(3_600_000);
    pass(3_600_000 - 60_000 - 1);
    expect(await authorize()).toBe('token-1');
    pass(1);
    const next = authorize();
    expect(fetched()).toBe(2);
    bring();
    expect(await next).toBe('token-2');
  });

  it('uses a token that lives shortly for half of its life', async () => {
    const { authorize, pass, fetched } = await filled(20_000);
    pass(9_999);
    expect(await authorize()).toBe('token-1');
    pass(1);
    void authorize();
    expect(fetched()).toBe(2);
  });

  it('counts the life of a token from before it was asked for', async () => {
    const { authorize, pass, fetched, bring } = cache(120_000);
    const first = authorize();
    pass(60_000);
    bring();
    await first;
    void authorize();
    expect(fetched()).toBe(2);
  });

  it('keeps a token without an end until it is refused', async () => {
    const { authorize, pass } = await filled();
    pass(1e12);
    expect(await authorize()).toBe('token-1');
  });

  it('fetches once when many are refused with the same token, however late', async () => {
    const { authorize, fetched, bring } = await filled();
    const early = [authorize('token-1'), authorize('token-1')];
    bring();
    expect(await Promise.all(early)).toEqual(['token-2', 'token-2']);
    expect(await authorize('token-1')).toBe('token-2');
    expect(fetched()).toBe(2);
  });

  it('does not keep a failure', async () => {
    const { authorize, fail, bring } = cache();
    const [one, other] = [authorize(), authorize()];
    fail(new BillingError('unavailable', { message: 'Not now.' }));
    await expect(one).rejects.toMatchObject({ code: 'unavailable' });
    await expect(other).rejects.toMatchObject({ code: 'unavailable' });
    const again = authorize();
    bring();
    expect(await again).toBe('token-2');
  });

  it('lets one caller give up without ending the wait of others', async () => {
    const { authorize, bring, fetched } = cache();
    const controller = new AbortController();
    const hasty = authorize(undefined, controller.signal);
    const patient = authorize();
    controller.abort();
    await expect(hasty).rejects.toMatchObject({ code: 'aborted' });
    bring();
    expect(await patient).toBe('token-1');
    expect(fetched()).toBe(1);
  });
});
