import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { unsignedText } from './property-values.ts';

/** What a tier costs: names of its decimal fields, and the code of Lago for each that is wrong. */
type RangeAmounts = Readonly<Record<string, string>>;

const boundOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? value : undefined;

/**
 * Whether a tier begins where the one before ends, or one after (`facts/lago.md §b`: first from 0,
 * `to` above `from`, the last one open).
 */
function isBounded(range: Fields, previousTo: number | undefined, isLast: boolean): boolean {
  const from = boundOf(range.from_value);
  if (from === undefined) return false;
  const fits =
    previousTo === undefined ? from === 0 : from === previousTo || from === previousTo + 1;
  if (!fits) return false;
  if (isLast) return range.to_value === null || range.to_value === undefined;
  const to = boundOf(range.to_value);
  return to !== undefined && to > from;
}

function areBounded(ranges: readonly Fields[]): boolean {
  let previousTo: number | undefined;
  return ranges.every((range, index) => {
    const fits = isBounded(range, previousTo, index === ranges.length - 1);
    previousTo = boundOf(range.to_value);
    return fits;
  });
}

/**
 * Reads the tiers of a charge.
 * @param kind Such as `graduated_ranges`: part of the codes.
 * @param report Takes the code of each thing that is wrong.
 */
export function readRanges(
  value: unknown,
  kind: string,
  amounts: RangeAmounts,
  report: (code: string) => void,
): Fields[] {
  const ranges = Array.isArray(value) ? value.filter(isFields) : [];
  if (ranges.length === 0) {
    report(`missing_${kind}`);
    return [];
  }
  if (!areBounded(ranges)) report(`invalid_${kind}`);
  for (const [name, code] of Object.entries(amounts)) {
    if (ranges.some((range) => unsignedText(range[name]) === undefined)) report(code);
  }
  return ranges.map((range) => ({
    from_value: range.from_value,
    to_value: range.to_value ?? null,
    ...Object.fromEntries(Object.keys(amounts).map((name) => [name, range[name]])),
  }));
}
