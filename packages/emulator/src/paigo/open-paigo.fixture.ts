import { manualClock } from '@billport/core';
import { onTestFinished } from 'vitest';
import { emulatorControls } from '../machinery/emulator-controls.ts';
import { paigoServer } from './server.ts';
import type { PaigoEmulatorOptions } from './start-paigo.ts';
import { PaigoState } from './state.ts';

/** What the emulator answered. */
export interface PaigoAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
  readonly body: any;
}

/** The same with the text that came. */
export interface PaigoReply extends PaigoAnswer {
  readonly text: string;
  readonly headers: Headers;
}

/** What an account of a test may be like. */
export type PaigoAccountOptions = Omit<
  PaigoEmulatorOptions,
  'port' | 'host' | 'startAt' | 'frozen' | 'clock'
>;

/** When accounts of tests begin. */
export const START = '2026-03-10T00:00:00Z';

/** Opens an account without a socket, at a standstill on 10 March 2026. Each call has a new token. */
export async function openPaigo(options: PaigoAccountOptions = {}) {
  const { jobDelayMs = 600_000, taxRate, clientId, clientSecret, ...switches } = options;
  const clock = manualClock(START);
  const state = new PaigoState({ clock, frozen: true, jobDelayMs, taxRate, switches });
  onTestFinished(() => state.close());
  const server = paigoServer(state, { clientId, clientSecret });
  const send = async (path: string, init?: RequestInit): Promise<PaigoReply> => {
    const response = await server.request(`${state.url}${path}`, init);
    const text = await response.text();
    const body: unknown = /^[[{]/.test(text) ? JSON.parse(text) : undefined;
    return { status: response.status, body, text, headers: response.headers };
  };
  const post = (path: string, body: unknown) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const call = async (method: string, path: string, json?: unknown): Promise<PaigoAnswer> => {
    const { status, body } = await send(path, {
      method,
      headers: {
        authorization: `Bearer ${state.tokens.issue()}`,
        'content-type': 'application/json',
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    return { status, body };
  };
  return { paigo: emulatorControls(state), state, clock, send, post, call };
}

/** The least that makes a dimension. */
export const DIMENSION = {
  dimensionName: 'Calls',
  consumptionUnit: { type: 'count', unit: 'count-based' },
  usageIncrement: '1',
  rounding: 'ceiling',
};

/** The least that makes a customer. */
export const CUSTOMER = {
  customerId: 'acme',
  customerName: 'Acme',
  email: 'billing@acme.example',
  paymentChannel: 'manual',
};
