import type { Fraction } from '@billport/rating';

/** Enough digits to round to any number of decimals that a vector asks for. */
const DIGITS = 60;

/** A fraction as decimal text, for comparison. */
export const exactText = (amount: Fraction): string => amount.toDecimal(DIGITS).toString();
