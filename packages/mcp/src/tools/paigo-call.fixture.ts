import type { EmbeddedBilling } from '@billport/embedded';
import { startPaigo } from '@billport/emulator';
import { createPaigo } from '@billport/paigo';
import { onTestFinished } from 'vitest';
import { readingBilling } from '../server/reading-billing.ts';
import { START, type TestCall, testCall } from './tool-call.fixture.ts';

const ACCOUNT = { clientId: 'id', clientSecret: 'secret' };

/** A call of a tool on an emulated account of Paigo, whose calls go over HTTP. */
export async function paigoCall(): Promise<TestCall> {
  const emulator = await startPaigo({ ...ACCOUNT, startAt: START, frozen: true });
  const call = testCall();
  const { url, tokenUrl } = emulator;
  const paigo = createPaigo({ url, tokenUrl, clock: call.clock, ...ACCOUNT });
  onTestFinished(async () => {
    await paigo.close();
    await emulator.close();
  });
  return {
    ...call,
    billing: readingBilling(paigo, call.signal),
    engine: paigo as unknown as EmbeddedBilling,
  };
}
