import type { Billing } from '@billport/core';
import type { ProviderChoice } from 'billport';

/**
 * The provider, opened when it is first needed and once for all. What keeps it from opening, such as
 * a missing credential, is the failure of that call; the next call tries again.
 */
export class OpenedProvider {
  readonly #open: () => Promise<Billing>;
  #opening: Promise<Billing> | undefined;
  #isClosed = false;

  constructor({ open }: Pick<ProviderChoice, 'open'>) {
    this.#open = open;
  }

  /**
   * The provider.
   * @throws BillingError `configuration` that names the variable which is missing or wrong.
   */
  async get(): Promise<Billing> {
    if (this.#isClosed) throw new Error('The server is closed.');
    this.#opening ??= this.#open();
    const opening = this.#opening;
    try {
      return await opening;
    } catch (error) {
      // Another call may have begun to open it anew meanwhile.
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /** Lets go of the provider if it is there. Calls after it fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening === undefined) return;
    const billing = await opening.catch(() => undefined);
    await billing?.close();
  }
}
