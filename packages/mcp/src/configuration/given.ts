import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BillingError, currencyDigits, isCurrency } from '@billport/core';

/** A text that somebody set, and where: a variable or a flag. */
export interface Given {
  readonly setting: string;
  /** Neither blank nor with blanks around it. */
  readonly text: string;
}

/** What was set; a blank text counts as none. */
export function given(setting: string, text: string | undefined): Given | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : { setting, text: trimmed };
}

/** The error about a setting. Its value is in no message: it may be a key in the wrong place. */
export function wrongSetting(
  setting: string,
  problem: string,
  allowed?: readonly string[],
): BillingError {
  return new BillingError('configuration', {
    message: `${setting}: ${problem}`,
    details: { setting, ...(allowed && { allowed }) },
  });
}

/** One of a few names. */
export function readChoice<Name extends string>(
  { setting, text }: Given,
  allowed: readonly Name[],
): Name {
  const name = allowed.find((each) => each === text);
  if (name !== undefined) return name;
  throw wrongSetting(
    setting,
    `Write ${allowed.join(', ')}.`.replace(/, (?=[^,]*$)/, ' or '),
    allowed,
  );
}

const partsOf = ({ text }: Given) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Names with commas between them, each once. */
export function readNames<Name extends string>(names: Given, allowed: readonly Name[]): Name[] {
  const wanted = new Set(partsOf(names));
  const known = allowed.filter((name) => wanted.has(name));
  if (known.length === wanted.size) return known;
  throw wrongSetting(
    names.setting,
    `A name is unknown. Write some of these, with commas between them: ${allowed.join(', ')}.`,
    allowed,
  );
}

const SWITCH = { '1': true, true: true, '0': false, false: false } as const;

/** Whether there is a folder; one that may not be looked at is of no use either. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** The path of a file that is there, or can be made: its folder is. */
export function readFilePath({ setting, text }: Given): string {
  const path = resolve(text);
  if (isFolder(path)) throw wrongSetting(setting, 'It is a folder. Write the path of a file.');
  if (isFolder(dirname(path))) return text;
  throw wrongSetting(
    setting,
    'Its folder is not there, or may not be looked at. Make the folder, or write the path of a file in one that is.',
  );
}

/** A switch: `1` or `true`, `0` or `false`. */
export function readSwitch(value: Given): boolean {
  return SWITCH[readChoice(value, ['1', 'true', '0', 'false'])];
}

/** A whole number within bounds. */
export function readCount({ setting, text }: Given, least: number, most: number): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw wrongSetting(setting, `Write a whole number from ${least} to ${most}.`);
}

const AMOUNT = /^\d{1,15}(?:\.\d{1,10})?$/;
const ENTRY = /^(?<currency>[A-Z]{3}|\*)\s*=\s*(?<amount>.*)$/;

/** Whether no more digits stand behind the point than the currency has. */
const fits = (amount: string, currency: string) =>
  currency === '*' || (amount.split('.')[1] ?? '').length <= currencyDigits(currency);

/**
 * Amounts by currency: `USD=500.00,JPY=50000,*=100`. `*` stands for all other currencies; an amount
 * that stands alone is that for all.
 */
export function readAmounts(amounts: Given): Record<string, string> {
  if (AMOUNT.test(amounts.text)) return { '*': amounts.text };
  const entries = partsOf(amounts).map((part) => {
    const { currency = '', amount = '' } = ENTRY.exec(part)?.groups ?? {};
    const isRight = (currency === '*' || isCurrency(currency)) && AMOUNT.test(amount);
    return isRight && fits(amount, currency) ? ([currency, amount] as const) : undefined;
  });
  const read = entries.filter((entry) => entry !== undefined);
  const byCurrency = new Map(read);
  if (read.length === entries.length && byCurrency.size === read.length) {
    return Object.fromEntries(byCurrency);
  }
  throw wrongSetting(
    amounts.setting,
    'Write one amount for each currency, such as USD=500.00,JPY=50000,*=100, with no more digits than the currency has; * stands for all others, and an amount alone for all.',
  );
}
