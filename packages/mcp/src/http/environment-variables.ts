import { BillingError } from '@billport/core';

/** Names and values of variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The error of a setting that the server cannot start with. It never carries the value of a secret. */
export function wrongSetting(
  setting: string,
  message: string,
  allowed?: readonly string[],
): BillingError {
  return new BillingError('configuration', {
    message,
    details: { setting, ...(allowed === undefined ? {} : { allowed }) },
  });
}

/** The value of a variable; undefined where it is absent or nothing but spaces. */
export function readText(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** Values that are separated by commas, without empty ones. */
export function readList(environment: Environment, name: string): string[] | undefined {
  return readText(environment, name)
    ?.split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/**
 * Values that are separated by commas, each one of `allowed`.
 * @throws BillingError `configuration` for any other, and for none.
 */
export function readChoices<Choice extends string>(
  environment: Environment,
  name: string,
  allowed: readonly Choice[],
): readonly Choice[] | undefined {
  const values = readList(environment, name);
  const isAllowed = (value: string): value is Choice => allowed.some((choice) => choice === value);
  if (values === undefined || (values.length > 0 && values.every(isAllowed))) {
    return values as readonly Choice[] | undefined;
  }
  const said = values.find((value) => !isAllowed(value)) ?? 'nothing';
  throw wrongSetting(
    name,
    `${name} names ${said}. Allowed, separated by commas: ${allowed.join(', ')}.`,
    allowed,
  );
}

/** What a whole number may be. */
export interface IntegerRange {
  readonly least: number;
  readonly most: number;
}

/**
 * A whole number within bounds.
 * @throws BillingError `configuration` for anything else.
 */
export function checkInteger(name: string, value: string, { least, most }: IntegerRange): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw wrongSetting(name, `${name} must be a whole number from ${least} to ${most}.`, [
    `${least} to ${most}`,
  ]);
}
