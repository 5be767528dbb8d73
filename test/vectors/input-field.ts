import { Decimal, toEpochMs } from '@billport/core';

type Fields = Readonly<Record<string, unknown>>;

const path = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}.${name}`);

/** Whether a field is there; `null` counts as absent. */
export const isGiven = (fields: Fields, name: string): boolean =>
  fields[name] !== undefined && fields[name] !== null;

/** @throws Error when the field is not a text. */
export function textField(fields: Fields, name: string, prefix = ''): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`${path(prefix, name)} must be a text.`);
  return value;
}

/**
 * A decimal number, written as text or as a JSON number, as decimal text.
 * @throws Error when it is neither.
 */
export function decimalText(fields: Fields, name: string, prefix = ''): string {
  const value = fields[name];
  const text =
    typeof value === 'number'
      ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
      : value;
  if (!Decimal.isDecimal(text)) {
    throw new Error(
      `${path(prefix, name)} must be a decimal number, not ${JSON.stringify(value)}.`,
    );
  }
  return text;
}

/** Like {@link decimalText}; undefined when the field is absent. */
export function optionalDecimalText(fields: Fields, name: string, prefix = ''): string | undefined {
  return isGiven(fields, name) ? decimalText(fields, name, prefix) : undefined;
}

/** @throws Error when the field is not a decimal number. */
export const decimalField = (fields: Fields, name: string, prefix = ''): Decimal =>
  Decimal.parse(decimalText(fields, name, prefix));

/** @throws Error when the field is not a whole number that JSON can carry exactly. */
export function integerField(fields: Fields, name: string, prefix = ''): number {
  const number = Number(decimalText(fields, name, prefix));
  if (!Number.isSafeInteger(number)) throw new Error(`${path(prefix, name)} must be whole.`);
  return number;
}

/** Epoch milliseconds of an instant. @throws Error when the field is none. */
export const instantField = (fields: Fields, name: string, prefix = ''): number =>
  toEpochMs(textField(fields, name, prefix));

/** @throws Error when the field is not an object. */
export function objectField(fields: Fields, name: string, prefix = ''): Fields {
  const value = fields[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path(prefix, name)} must be an object.`);
  }
  return value as Fields;
}

/** @throws Error when the field is not a list. */
export function listField(fields: Fields, name: string, prefix = ''): unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new Error(`${path(prefix, name)} must be a list.`);
  return value;
}

/** @throws Error when the field is not a list of objects. */
export function objectsField(fields: Fields, name: string, prefix = ''): Fields[] {
  const items = byIndex(listField(fields, name, prefix));
  return Object.keys(items).map((index) => objectField(items, index, path(prefix, name)));
}

/** @throws Error when the field is not a list of decimal numbers. */
export function decimalsField(fields: Fields, name: string, prefix = ''): Decimal[] {
  const items = byIndex(listField(fields, name, prefix));
  return Object.keys(items).map((index) => decimalField(items, index, path(prefix, name)));
}

/** A list as fields that are named by position, so that errors name them. */
const byIndex = (list: readonly unknown[]): Fields => Object.fromEntries(list.entries());
