import { Decimal, type Warning } from '@billport/core';

function sameValue(asked: unknown, kept: unknown): boolean {
  if (asked === kept) return true;
  if (Decimal.isDecimal(asked) && Decimal.isDecimal(kept)) {
    return Decimal.parse(asked).equals(Decimal.parse(kept));
  }
  if (typeof asked !== 'object' || typeof kept !== 'object' || asked === null || kept === null) {
    return false;
  }
  const entries = Object.entries(asked).filter(([, value]) => value !== undefined);
  return entries.every(([name, value]) =>
    sameValue(value, (kept as Record<string, unknown>)[name]),
  );
}

/**
 * A warning for each field that was asked for and is not in the answer: Lago drops what it does
 * not know, what the licence leaves out and what is locked, with a 200 (`facts/lago.md §b`).
 * Both sides are in the words of the contract; null asks for nothing.
 */
export function notApplied(asked: object, kept: object, fields: readonly string[]): Warning[] {
  const inputs = asked as Readonly<Record<string, unknown>>;
  const outputs = kept as Readonly<Record<string, unknown>>;
  return fields
    .filter((field) => inputs[field] !== undefined)
    .filter((field) => !sameValue(inputs[field] ?? undefined, outputs[field]))
    .map((field) => ({
      code: 'not_applied',
      message: `Lago kept ${field} as it was: it is locked, or not in the licence of this account.`,
      field,
    }));
}
