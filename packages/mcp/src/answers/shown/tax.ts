import type { Tax } from '@billport/core';
import type { Fact } from '../answer.ts';
import { whole } from './whole.ts';

/** A tax: its rate in percent, or all of it. */
export function shownTax(tax: Tax, detailed: boolean): Fact {
  if (detailed) return whole(tax);
  const { code, name, rate, byDefault } = tax;
  return { code, name, rate, byDefault };
}
