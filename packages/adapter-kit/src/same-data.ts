import { Decimal } from '@billport/core';

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/**
 * Whether both are the same plain data of the contract: whatever the order of fields and of lists
 * of codes, whatever the zeros at the end of decimals. An undefined field is an absent one.
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Decimal.isDecimal(one) && Decimal.isDecimal(other)) {
    return Decimal.parse(one).equals(Decimal.parse(other));
  }
  if (isTexts(one) && isTexts(other)) {
    const sorted = other.toSorted();
    return one.length === other.length && one.toSorted().every((text, i) => text === sorted[i]);
  }
  if (!isData(one) || !isData(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameData(one[name], other[name]));
}
