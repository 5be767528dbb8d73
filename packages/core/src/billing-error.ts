import type { OperationId } from './contract/index.ts';

/** One thing wrong with an input: where, what, and what would be right. */
export interface Issue {
  /** Path from the operation's input, such as `['charges', 0, 'pricing', 'tiers', 1, 'upTo']`. */
  readonly path: readonly (string | number)[];
  /** The rule that was broken and the way out. */
  readonly message: string;
  /** Machine-readable rule, such as `unrecognized_keys` or `too_small`. */
  readonly rule?: string;
}

/** What each error code carries beside the fields that all errors have. */
export interface BillingErrorDetails {
  /** The input breaks the contract. Found before any I/O. */
  invalid_input: undefined;
  /** A setting, a credential or the store itself is missing, wrong or unusable. */
  configuration: { setting?: string; allowed?: readonly string[] } | undefined;
  unauthenticated: undefined;
  forbidden: undefined;
  /** The provider has it, but this account's licence does not include it. */
  feature_not_enabled: { feature?: string } | undefined;
  not_found: { resource: string; key?: string } | undefined;
  already_exists: { resource: string; key?: string } | undefined;
  /** In use, or in a state that does not allow the operation. */
  conflict: { resource?: string; key?: string; state?: string } | undefined;
  /** The provider's own validation refused the request. */
  rejected: undefined;
  insufficient_credits: { available?: string; requested?: string } | undefined;
  rate_limited: { retryAfterMs?: number } | undefined;
  unavailable: undefined;
  timeout: { timeoutMs?: number } | undefined;
  aborted: undefined;
  /** Nothing was sent. */
  network: undefined;
  /** A write may have landed. `lookup` says how to find out. */
  outcome_unknown: { lookup: string } | undefined;
  malformed_response: undefined;
  /** The provider cannot do this. `alternative` names the nearest thing that it can. */
  unsupported: { alternative?: string } | undefined;
  webhook_invalid: undefined;
}

/** The stable codes of {@link BillingError}; `docs/errors.md` lists what to do about each. */
export type BillingErrorCode = keyof BillingErrorDetails;

/** Codes whose cause may pass by itself, so that the same call can succeed later. */
const RETRYABLE: ReadonlySet<BillingErrorCode> = new Set([
  'rate_limited',
  'unavailable',
  'timeout',
  'network',
]);

/** What a {@link BillingError} is made from. */
export interface BillingErrorOptions<Code extends BillingErrorCode = BillingErrorCode> {
  /** One sentence: the field or thing, the rule, the way out. Never a secret or a body. */
  message: string;
  details?: BillingErrorDetails[Code];
  issues?: readonly Issue[];
  provider?: string;
  operation?: OperationId;
  /** HTTP status, where the provider speaks HTTP. */
  status?: number;
  /** The provider's own id of the request, for its support. */
  requestId?: string;
  /** Overrides what the code says. */
  retryable?: boolean;
  cause?: unknown;
}

const MARKER = Symbol.for('billport.BillingError');

/**
 * The one error class. `code` is stable and decides what to do; `message` is for people.
 * Check with {@link BillingError.is}, which works across two copies of this package.
 */
export class BillingError<Code extends BillingErrorCode = BillingErrorCode> extends Error {
  override readonly name = 'BillingError';
  readonly code: Code;
  readonly details: BillingErrorDetails[Code];
  readonly issues: readonly Issue[] | undefined;
  readonly provider: string | undefined;
  readonly operation: OperationId | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryable: boolean;

  constructor(code: Code, options: BillingErrorOptions<Code>) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    Object.defineProperty(this, MARKER, { value: true });
    this.code = code;
    this.details = options.details as BillingErrorDetails[Code];
    this.issues = options.issues;
    this.provider = options.provider;
    this.operation = options.operation;
    this.status = options.status;
    this.requestId = options.requestId;
    this.retryable = options.retryable ?? RETRYABLE.has(code);
  }

  /** Whether `value` is a BillingError, and of this code if one is given. */
  static is<Code extends BillingErrorCode = BillingErrorCode>(
    value: unknown,
    code?: Code,
  ): value is BillingError<Code> {
    return (
      typeof value === 'object' &&
      value !== null &&
      MARKER in value &&
      (code === undefined || ('code' in value && value.code === code))
    );
  }

  /** The same error, told which provider and operation it came from. Known values stay. */
  in(context: { provider?: string; operation?: OperationId }): BillingError<Code> {
    if (this.provider !== undefined && this.operation !== undefined) return this;
    const options: BillingErrorOptions<Code> = {
      ...(this.toJSON() as unknown as BillingErrorOptions<Code>),
      ...context,
      cause: this.cause,
    };
    if (this.provider !== undefined) options.provider = this.provider;
    if (this.operation !== undefined) options.operation = this.operation;
    const located = new BillingError(this.code, options);
    if (this.stack !== undefined) located.stack = this.stack;
    return located;
  }

  /** Plain data for logs: everything but the stack and the cause. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = {
      name: this.name,
      code: this.code,
      message: this.message,
    };
    for (const key of [
      'provider',
      'operation',
      'status',
      'requestId',
      'issues',
      'details',
    ] as const) {
      if (this[key] !== undefined) json[key] = this[key];
    }
    json.retryable = this.retryable;
    return json;
  }
}
