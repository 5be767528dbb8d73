import type { z } from 'zod';
import { BillingError, type Issue } from '../billing-error.ts';
import type { OperationId } from '../contract/index.ts';
import type { Operation } from '../contract/operation.ts';
import { issueWords } from './issue-words.ts';

/** `charges[0].pricing.unitAmount`, as one would write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`,
    '',
  );
}

/** Issues of a union lie one level down; the ones of the nearest variant say most. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...issue,
      path: [...issue.path, key],
      message: 'Unknown field: remove it or correct its name.',
    }));
  }
  // A union with words of its own says more than any of its variants.
  const isPlain = issue.code === 'invalid_union' && issue.message === 'Invalid input';
  if (!isPlain || issue.errors.length === 0) return [issue];
  const nearest = issue.errors.reduce((best, other) => (other.length < best.length ? other : best));
  return nearest.flatMap((inner) =>
    flatten({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue),
  );
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  return { path, message: issue.message, rule: issue.code };
}

/** The error for an input that breaks the contract: every issue, the first ones in the message. */
export function invalidInput(issues: readonly Issue[], operation?: OperationId): BillingError {
  const shown = issues.slice(0, 3).map(({ path, message }) => {
    const field = pathText(path);
    return field === '' ? message : `${field}: ${message}`;
  });
  const rest = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return new BillingError('invalid_input', {
    message: `${shown.join(' · ')}${rest}`,
    issues,
    ...(operation === undefined ? {} : { operation }),
  });
}

/**
 * The input as handlers get it: defaults of the schema applied, dates as text.
 * @throws BillingError `invalid_input` with one issue for each thing that is wrong.
 */
export function checkInput<Declared extends Operation>(
  operation: Declared,
  input: unknown,
): z.output<Declared['input']> {
  const checked = operation.input.safeParse(input ?? {}, { error: issueWords });
  if (checked.success) return checked.data as z.output<Declared['input']>;
  throw invalidInput(
    checked.error.issues.flatMap(flatten).map(toIssue),
    operation.id as OperationId,
  );
}
