import { BillingError } from '@billport/core';
import { invalid } from './failure.ts';

/** Codes of Lago by field, collected so that one answer names everything that is wrong. */
export class FieldErrors {
  readonly #codes = new Map<string, string[]>();

  add(field: string, code: string): void {
    this.#codes.set(field, [...(this.#codes.get(field) ?? []), code]);
  }

  /** Adds `value_is_mandatory` for each field that is absent, null or blank. */
  require(fields: Readonly<Record<string, unknown>>, ...names: readonly string[]): void {
    for (const name of names) {
      const value = fields[name];
      const isBlank = typeof value === 'string' && value.trim() === '';
      if (value === undefined || value === null || isBlank) this.add(name, 'value_is_mandatory');
    }
  }

  /** @throws LagoFailure 422 when there is any. */
  throwIfAny(): void {
    if (this.#codes.size > 0) throw invalid(Object.fromEntries(this.#codes));
  }

  /**
   * A value that can only be absent when something was wrong with it.
   * @throws LagoFailure 422 when there is any code.
   */
  orThrow<Value>(value: Value | undefined): Value {
    this.throwIfAny();
    if (value === undefined) throw new TypeError('A value was refused without a code.');
    return value;
  }
}

/**
 * Runs a call of the engine, and tells its refusals of an input in Lago's names of the fields.
 * @param names Lago's name by the engine's; the others keep theirs.
 */
export async function inLagosWords<Result>(
  names: Readonly<Record<string, string>>,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!BillingError.is(error, 'invalid_input')) throw error;
    const errors = new FieldErrors();
    for (const { path } of error.issues ?? []) {
      const field = String(path[0] ?? 'base');
      errors.add(names[field] ?? field, 'value_is_invalid');
    }
    errors.throwIfAny();
    throw error;
  }
}
