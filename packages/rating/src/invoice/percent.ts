import { Decimal } from '@billport/core';

/** One percent: what a rate is multiplied with. */
export const PERCENT = Decimal.fromScaled(1n, 2);
