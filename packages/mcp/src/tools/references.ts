import { z } from 'zod';

/** A text that names a thing: checked by whoever looks for it. */
const reference = (words?: string) => {
  const text = z.string().trim().min(1).max(255);
  return words === undefined ? text : text.describe(words);
};

/** The customer, by whatever people call it. */
export const customerReference = () => reference('Key, name or email.');

/** The subscription. */
export const subscriptionReference = () => reference('Key or name.');

/** The invoice. */
export const invoiceReference = () => reference('Id or number.');

/** The wallet. */
export const walletReference = () => reference('Id, code or name.');

/** A plan, a metric, a coupon. */
export const codeReference = () => reference('Code or name.');
