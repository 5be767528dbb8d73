import type { Fields } from '../../machinery/json-fields.ts';
import { decimalIn } from '../amounts.ts';

/** Longest name and longest text that the engine takes. */
const MOST = { name: 255, text: 4000 };

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalIn(value);
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** The properties of an event as the engine takes them: texts. What it cannot take is left out. */
export function engineProperties(properties: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const text = textOf(value);
      const fits = name.length >= 1 && name.length <= MOST.name && text !== undefined;
      return fits && text.length <= MOST.text ? [[name, text]] : [];
    }),
  );
}
