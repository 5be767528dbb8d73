import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoAppliedCoupon } from '../wire/coupon.ts';

/** Applications that are kept in mind; the one that was seen longest ago is forgotten first. */
const MOST = 10_000;

/**
 * Tells which customer has an applied coupon: Lago removes it under the customer's address only,
 * and reads none by its id.
 */
export class ApplicationOwners {
  readonly #lago: Connection;
  readonly #customerKeys = new Map<string, string>();

  constructor(lago: Connection) {
    this.#lago = lago;
  }

  /** Keeps in mind whose it is. That never changes. */
  remember({ lago_id, external_customer_id }: LagoAppliedCoupon): void {
    this.#customerKeys.delete(lago_id);
    this.#customerKeys.set(lago_id, external_customer_id);
    const [oldest] = this.#customerKeys.keys();
    if (this.#customerKeys.size > MOST && oldest !== undefined) this.#customerKeys.delete(oldest);
  }

  /**
   * The key of the customer, from memory or from the list of all applied coupons.
   * @throws BillingError `not_found` for an id that none of them has.
   */
  async find(appliedCouponId: string, context: CallContext): Promise<string> {
    const known = this.#customerKeys.get(appliedCouponId);
    if (known !== undefined) return known;
    const list = { path: path`/applied_coupons`, root: 'applied_coupons' };
    for await (const row of this.#lago.rows<LagoAppliedCoupon>(list, context)) {
      this.remember(row);
      if (row.lago_id === appliedCouponId) return row.external_customer_id;
    }
    throw new BillingError('not_found', {
      message: `There is no applied coupon ${JSON.stringify(appliedCouponId)}.`,
      details: { resource: 'applied coupon', key: appliedCouponId },
    });
  }
}
