import { onTestFinished } from 'vitest';
import { type PaigoEmulatorOptions, startPaigo } from './start-paigo.ts';
import { AUDIENCE } from './tokens.ts';

/** What the emulator answered. */
export interface PaigoAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
  readonly body: any;
}

/** An emulator of its own for one test, at a standstill on 10 March 2026, with a token. */
export async function openPaigo(options: PaigoEmulatorOptions = {}) {
  const paigo = await startPaigo({ startAt: '2026-03-10T00:00:00Z', frozen: true, ...options });
  onTestFinished(() => paigo.close());
  const send = async (method: string, url: string, token: string, body?: unknown) => {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() } as PaigoAnswer;
  };
  const credentials = { client_id: 'id', client_secret: 'secret', audience: AUDIENCE };
  const grant = { grant_type: 'client_credentials', ...credentials };
  const token = (await send('POST', paigo.tokenUrl, '', grant)).body.access_token as string;
  const call = (method: string, path: string, body?: unknown) =>
    send(method, `${paigo.url}${path}`, token, body);
  return { paigo, state: paigo.state, call };
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
