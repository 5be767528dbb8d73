import { setTimeout as sleep } from 'node:timers/promises';

/** A request to a model. */
export interface ModelRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  /** Never shown: taken out of what the endpoint says. */
  readonly key: string;
}

const ATTEMPTS = 4;
const TIMEOUT_MS = 120_000;
const LONGEST_WORDS = 300;

const isWorthRepeating = (status: number) => status === 429 || status >= 500;

/**
 * Posts JSON and brings the JSON that comes back; repeats when the endpoint is busy.
 * @throws Error with the status and the first words of the endpoint, without the key
 */
export async function postJson({ url, headers, body, key }: ModelRequest): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return response.json();
    const words = (await response.text()).replaceAll(key, '…').slice(0, LONGEST_WORDS);
    if (attempt === ATTEMPTS || !isWorthRepeating(response.status)) {
      throw new Error(`The model's endpoint answered ${response.status}: ${words}`);
    }
    const seconds = Number(response.headers.get('retry-after') ?? 2 ** attempt);
    await sleep(Number.isFinite(seconds) ? seconds * 1000 : 1000);
  }
}
