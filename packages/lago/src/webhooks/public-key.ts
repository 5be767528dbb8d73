import { path } from '@billport/adapter-kit';
import { BillingError, type Clock } from '@billport/core';
import { type CryptoKey, importSPKI } from 'jose';
import type { Connection } from '../connection.ts';

/** After a key was read, it is read again no sooner, however many forged deliveries come. */
const AFTER_SUCCESS_MS = 60_000;

/** The same after it could not be read: Lago's next attempt at a delivery finds it. */
const AFTER_FAILURE_MS = 2_000;

/** The key behind Lago's base64 of a PEM, which has line breaks of its own (`facts/lago.md §c`). */
async function keyOf(text: unknown): Promise<CryptoKey> {
  try {
    return await importSPKI(atob(String(text).replace(/\s/g, '')), 'RS256');
  } catch (cause) {
    throw new BillingError('malformed_response', {
      message:
        'Lago answered a public key that is none: check the address, and what stands between.',
      cause,
    });
  }
}

async function readKey(lago: Connection): Promise<CryptoKey> {
  const { public_key } = await lago.read<{ readonly public_key?: unknown }>(
    'webhook',
    path`/webhooks/json_public_key`,
    undefined,
  );
  return keyOf(public_key);
}

/** The key that Lago signs webhooks with: read when it is needed first, and kept. */
export class PublicKey {
  readonly #lago: Connection;
  readonly #clock: Clock;
  #key: CryptoKey | undefined;
  #reading: Promise<CryptoKey> | undefined;
  #failure: unknown;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(lago: Connection) {
    this.#lago = lago;
    this.#clock = lago.clock;
  }

  /**
   * The key that is known, else the one that is read now.
   * @throws BillingError when it cannot be read; the same one for a moment after that.
   */
  async current(): Promise<CryptoKey> {
    if (this.#key !== undefined) return this.#key;
    if (this.#reading === undefined && this.#mustWait()) throw this.#failure;
    return this.#read();
  }

  /**
   * The key that is in use after one did not fit: Lago may have a new one. Undefined when it was
   * read too short a time ago to ask again.
   * @throws BillingError when it cannot be read.
   */
  async after(unfit: CryptoKey): Promise<CryptoKey | undefined> {
    if (this.#key !== unfit) return this.#key;
    if (this.#reading === undefined && this.#mustWait()) return undefined;
    return this.#read();
  }

  #mustWait(): boolean {
    return this.#clock.now() < this.#notBefore;
  }

  /** Reads the key once for all who wait for it. */
  #read(): Promise<CryptoKey> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<CryptoKey> {
    try {
      this.#key = await readKey(this.#lago);
      this.#notBefore = this.#clock.now() + AFTER_SUCCESS_MS;
      return this.#key;
    } catch (error) {
      this.#failure = error;
      this.#notBefore = this.#clock.now() + AFTER_FAILURE_MS;
      throw error;
    }
  }
}
