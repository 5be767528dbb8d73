import type { Billing } from '@billport/core';
import { selectProvider } from 'billport';
import { describe, expect, it } from 'vitest';
import { OpenedProvider } from './opened-provider.ts';

/** A choice that opens as told, one time after the other. */
function choiceOf(...outcomes: (() => Promise<unknown>)[]) {
  let opened = 0;
  let closed = 0;
  const close = async () => {
    closed += 1;
  };
  const billing = { close } as unknown as Billing;
  const open = async () => {
    await outcomes[opened++]?.();
    return billing;
  };
  return { choice: { open }, billing, opened: () => opened, closed: () => closed };
}
const fails = () => Promise.reject(new Error('down'));

describe('the provider of a server', () => {
  it('is not opened before it is needed', () => {
    const { choice, opened } = choiceOf();
    new OpenedProvider(choice);
    expect(opened()).toBe(0);
  });

  it('is opened once for calls that come at the same time, and after each other', async () => {
    const { choice, billing, opened } = choiceOf();
    const provider = new OpenedProvider(choice);
    expect(await Promise.all([provider.get(), provider.get()])).toEqual([billing, billing]);
    expect(await provider.get()).toBe(billing);
    expect(opened()).toBe(1);
  });

  it('is opened again after a failure', async () => {
    const { choice, billing, opened } = choiceOf(fails);
    const provider = new OpenedProvider(choice);
    const together = await Promise.allSettled([provider.get(), provider.get()]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await provider.get()).toBe(billing);
    expect(opened()).toBe(2);
  });

  it('P7: answers a missing credential at the call, by name', async () => {
    const provider = new OpenedProvider(selectProvider({ BILLING_PROVIDER: 'lago' }));
    await expect(provider.get()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('LAGO_API_KEY'),
    });
  });
});

describe('closing it', () => {
  it('lets go of what was opened, and is final', async () => {
    const { choice, closed } = choiceOf();
    const provider = new OpenedProvider(choice);
    await provider.get();
    await provider.close();
    await provider.close();
    expect(closed()).toBe(1);
    await expect(provider.get()).rejects.toThrow('closed');
  });

  it('waits for one that is still opening', async () => {
    const gate = Promise.withResolvers<void>();
    const { choice, closed } = choiceOf(() => gate.promise);
    const provider = new OpenedProvider(choice);
    const opening = provider.get();
    const closing = provider.close();
    gate.resolve();
    await Promise.all([opening, closing]);
    expect(closed()).toBe(1);
  });

  it('is done where nothing was opened, or could not be', async () => {
    const { choice, opened, closed } = choiceOf(fails);
    const provider = new OpenedProvider(choice);
    const failure = provider.get().catch((error: Error) => error.message);
    await provider.close();
    expect(await failure).toBe('down');
    await new OpenedProvider(choice).close();
    expect([opened(), closed()]).toEqual([1, 0]);
  });
});
