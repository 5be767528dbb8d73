import type { ErrorRule, ErrorTable, Problem } from '@billport/adapter-kit';
import type { Issue } from '@billport/core';

/** What Lago's names of things are called here. */
const RESOURCES: Readonly<Record<string, string>> = {
  billable_metric: 'metric',
  billable_metrics: 'metric',
  plans: 'plan',
  fees: 'fee',
  add_on: 'add-on',
  add_ons: 'add-on',
  applied_coupon: 'applied coupon',
  credit_note: 'credit note',
  wallet_transaction: 'credit transaction',
};

function resourceOf(code: string | undefined): string | undefined {
  const name = code?.match(/^(\w+)_not_found$/)?.[1];
  if (name === undefined) return undefined;
  return RESOURCES[name] ?? name.replaceAll('_', ' ');
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** `error_details` is a map of lists, a map by index, or a text (`facts/lago.md §a`). */
function* issuesOf(details: unknown, path: readonly (string | number)[] = []): Generator<Issue> {
  if (typeof details === 'string') yield { path, message: details, rule: details };
  else if (Array.isArray(details)) for (const each of details) yield* issuesOf(each, path);
  else if (isFields(details)) {
    for (const [name, inner] of Object.entries(details)) {
      const step = /^\d+$/.test(name) ? Number(name) : name;
      yield* issuesOf(inner, name === 'base' ? path : [...path, step]);
    }
  }
}

function read(body: unknown): Problem {
  if (!isFields(body)) return {};
  const code = textOf(body.code);
  return {
    code,
    message: textOf(body.error),
    resource: resourceOf(code),
    issues: [...issuesOf(body.error_details)],
  };
}

/** What Lago's refusals mean; the first that matches counts (`facts/lago.md §a`). */
const rules: readonly ErrorRule[] = [
  { status: 403, code: /^(?:read|write)_action_not_allowed_for_/, becomes: 'forbidden' },
  { status: 403, code: /./, becomes: 'feature_not_enabled' },
  { status: 405, code: 'premium_integration_missing', becomes: 'feature_not_enabled' },
  { status: 405, code: 'full_usage_not_allowed', becomes: 'feature_not_enabled' },
  { status: 405, becomes: 'conflict' },
  { status: 422, code: 'lock_acquisition_failed', becomes: 'conflict', retryable: true },
  {
    status: 422,
    issue: 'graduated_percentage_requires_premium_license',
    becomes: 'feature_not_enabled',
  },
  { status: 422, issue: 'insufficient_credits', becomes: 'insufficient_credits' },
  {
    status: 422,
    issue: ['customer_not_found', 'wallet_not_found'],
    becomes: 'not_found',
  },
  {
    status: 422,
    issue: ['value_already_exist', 'value_already_exists'],
    becomes: 'already_exists',
  },
  {
    status: 422,
    issue: 'wallet_limit_reached',
    becomes: 'conflict',
    message: () => 'The customer has six active wallets, which is the most: end one of them.',
  },
  { status: 422, issue: ['wallet_is_terminated', 'coupon_is_not_reusable'], becomes: 'conflict' },
];

/** How Lago's refusals are read. */
export const lagoErrors: ErrorTable = { read, rules };
