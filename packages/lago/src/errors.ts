import type { ErrorRule, ErrorTable, Problem, RefusedReply } from '@billport/adapter-kit';
import type { Issue } from '@billport/core';
import { neutralSteps } from './neutral-fields.ts';
import { wordsOfCode, wordsOfRule } from './refusal-words.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What Lago's names of things are called here, where that is not Lago's word in the singular. */
const RESOURCES: Readonly<Record<string, string>> = {
  billable_metric: 'metric',
  billable_metrics: 'metric',
  plans: 'plan',
  fees: 'fee',
  add_on: 'add-on',
  add_ons: 'add-on',
  wallet_transaction: 'credit transaction',
  resource: 'address',
};

const MISSING = /^([a-z_]{1,40})_not_found$/;
const KEY_PERMISSION = /^(read|write)_action_not_allowed_for_([a-z_]{1,60})$/;
const MISSING_ROOT = /param is missing or the value is empty or invalid: ([a-z_]{1,40})$/;

/** A code, and no text: texts of the answer may hold anything and are not passed on. */
const codeIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? /^[a-zA-Z][\w.-]{0,80}(?=$|: )/.exec(value)?.[0] : undefined;

function resourceOf(code: string | undefined): string | undefined {
  const name = MISSING.exec(code ?? '')?.[1];
  return name === undefined ? undefined : (RESOURCES[name] ?? name.replaceAll('_', ' '));
}

function issueOf(path: Issue['path'], text: string): Issue {
  const rule = codeIn(text) ?? 'unknown';
  return { path, rule, message: wordsOfRule(rule) };
}

/** `error_details` is a map of lists, a map by index, or a text (`facts/lago.md §a`). */
function* issuesOf(details: unknown, path: Issue['path'] = []): Generator<Issue> {
  if (typeof details === 'string') yield issueOf(path, details);
  else if (Array.isArray(details)) for (const each of details) yield* issuesOf(each, path);
  else if (isFields(details)) {
    for (const [name, inner] of Object.entries(details)) {
      yield* issuesOf(inner, name === 'base' ? path : [...path, ...neutralSteps(name)]);
    }
  }
}

/** Refusals whose details are what somebody else said, request bodies included. */
const FOREIGN: ReadonlySet<string> = new Set([
  'provider_error',
  'third_party_error',
  'too_many_provider_requests',
]);

function wordsOf(code: string | undefined, error: unknown): string | undefined {
  const root = MISSING_ROOT.exec(typeof error === 'string' ? error : '')?.[1];
  if (root !== undefined) return `Lago got nothing under ${root} in the request.`;
  if (code === undefined) return undefined;
  const resource = resourceOf(code);
  return (
    wordsOfCode(code) ?? (resource === undefined ? undefined : `There is no such ${resource}.`)
  );
}

/** What only the emulator of Lago answers with, and in words of our own. */
const NOT_EMULATED = 'not_emulated';

/** One line of at most 300 characters; anything else is not what the emulator writes. */
const emulatorWords = (message: unknown) =>
  typeof message === 'string' && /^\S.{0,299}$/.test(message) ? message : undefined;

function read(body: unknown): Problem {
  if (!isFields(body)) return {};
  // Only a 400 has its code under `error`, such as `coupons_must_be_an_array`.
  const code = codeIn(body.code) ?? (body.status === 400 ? codeIn(body.error) : undefined);
  const issues = code !== undefined && FOREIGN.has(code) ? [] : [...issuesOf(body.error_details)];
  const missing = issues.map(({ rule }) => resourceOf(rule)).find((name) => name !== undefined);
  return {
    code,
    message: code === NOT_EMULATED ? emulatorWords(body.message) : wordsOf(code, body.error),
    resource: resourceOf(code) ?? missing,
    issues,
  };
}

/** What the key may not do. */
function permission({ code = '' }: RefusedReply): string {
  const [, mode, resource = ''] = KEY_PERMISSION.exec(code) ?? [];
  const what = mode === undefined ? 'do this' : `${mode} ${resource.replaceAll('_', ' ')}`;
  return `The API key may not ${what}: give it the permission at Lago, or use another key.`;
}

/** The feature that the account lacks, by Lago's code. */
const feature = ({ code, issues = [] }: RefusedReply) => {
  const rule = issues.map((issue) => issue.rule).find((name) => name !== undefined);
  const name = code === 'validation_errors' ? rule : (code ?? rule);
  return name === undefined ? {} : { feature: name };
};

/** What Lago's refusals mean; the first that matches counts (`facts/lago.md §a`). */
const rules: readonly ErrorRule[] = [
  {
    status: 401,
    becomes: 'unauthenticated',
    message: () =>
      'Lago does not know this API key: check apiKey or LAGO_API_KEY, and that region or url is that of its organization.',
  },
  {
    status: 403,
    code: [
      'feature_unavailable',
      'feature_not_available',
      'premium_license_required',
      'projected_usage_not_enabled',
      'endpoint_not_available',
    ],
    becomes: 'feature_not_enabled',
    details: feature,
  },
  { status: 403, code: 'cannot_finalize_with_pending_taxes', becomes: 'conflict' },
  { status: 403, code: 'cannot_override_charge_model', becomes: 'rejected' },
  { status: 403, becomes: 'forbidden', message: permission },
  { status: 404, code: MISSING, becomes: 'not_found' },
  {
    // Lago says what is missing: this is a proxy, or another service.
    status: 404,
    becomes: 'malformed_response',
    message: () => 'Something answered 404 that is not Lago: check url, LAGO_API_URL or region.',
  },
  {
    status: 405,
    code: ['premium_integration_missing', 'full_usage_not_allowed'],
    becomes: 'feature_not_enabled',
    details: feature,
  },
  { status: 405, becomes: 'conflict' },
  { status: 422, code: 'lock_acquisition_failed', becomes: 'conflict', retryable: true },
  { status: 422, code: 'stripe_required', becomes: 'conflict' },
  {
    status: 422,
    issue: ['graduated_percentage_requires_premium_license', 'feature_not_available'],
    becomes: 'feature_not_enabled',
    details: feature,
  },
  { status: 422, issue: 'insufficient_credits', becomes: 'insufficient_credits' },
  { status: 422, issue: ['customer_not_found', 'wallet_not_found'], becomes: 'not_found' },
  {
    status: 422,
    issue: ['value_already_exist', 'value_already_exists', 'alert_already_exists'],
    becomes: 'already_exists',
  },
  {
    status: 422,
    issue: [
      'wallet_is_terminated',
      'wallet_limit_reached',
      'coupon_is_not_reusable',
      'currencies_does_not_match',
      'no_linked_payment_provider',
      'invalid_payment_provider',
      'missing_payment_provider',
      'missing_payment_provider_customer',
      'invalid_invoice_status_or_payment_status',
      'cannot_refund_unpaid_invoice',
      'higher_than_remaining_invoice_amount',
      'higher_than_remaining_fee_amount',
      'total_amount_exceeds_invoice_amount',
      'subscription_incomplete',
      'next_subscription_incomplete',
      'wallet_transaction_not_purchased',
      'wallet_transaction_already_settled',
      'wallet_transaction_has_no_attached_invoice',
      'exceeded_limit',
    ],
    becomes: 'conflict',
  },
  {
    status: 501,
    becomes: 'unsupported',
    message: ({ message }) =>
      message ??
      'What answers in the place of Lago cannot do this: check url, LAGO_API_URL or region.',
  },
  {
    // From the gateway of Lago's cloud, or from the payment provider behind Lago.
    status: 429,
    becomes: 'rate_limited',
    message: ({ message }) =>
      message ?? 'Lago takes no more requests of this organization now: try again a little later.',
  },
];

/** How Lago's refusals are read. */
export const lagoErrors: ErrorTable = { read, rules };
