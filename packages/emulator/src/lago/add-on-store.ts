import { kept } from './kept.ts';

/** Something to sell once. The engine has none: its one-off invoices name their lines. */
export interface AddOn {
  readonly lagoId: string;
  readonly code: string;
  readonly name: string;
  readonly invoiceDisplayName: string | null;
  readonly description: string | null;
  /** In the currency's smallest unit. */
  readonly amountCents: number;
  readonly currency: string;
  readonly taxCodes: readonly string[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** The add-ons of an account, in the order in which they were made. */
class AddOns {
  readonly #byId = new Map<string, AddOn>();

  /** All of them, newest first. */
  all(): AddOn[] {
    return [...this.#byId.values()].reverse();
  }

  find(code: string): AddOn | undefined {
    return this.all().find((addOn) => addOn.code === code);
  }

  findById(lagoId: string): AddOn | undefined {
    return this.#byId.get(lagoId);
  }

  put(addOn: AddOn): void {
    this.#byId.set(addOn.lagoId, addOn);
  }

  remove(addOn: AddOn): void {
    this.#byId.delete(addOn.lagoId);
  }
}

/** The add-ons of this account. */
export const addOnsOf = kept(() => new AddOns());
