/** Codes of refusals of the server itself; those of providers are `BillingErrorCode`. */
export type RefusalCode =
  | 'invalid_arguments'
  | 'ambiguous'
  | 'not_found'
  | 'unsupported'
  | 'consent_required'
  | 'consent_refused'
  | 'denied'
  | 'limit_exceeded'
  | 'rate_limited'
  | 'stopped'
  | 'audit_unavailable'
  | 'configuration';

/** What a refusal says. */
export interface RefusalOptions {
  /** The field or thing, and the rule. In our words: those of customers pass through `words(…)`. */
  readonly message: string;
  /** The next step, as one sentence. */
  readonly next: string;
  readonly field?: string | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  /** `no` where the provider answered a call, and said that it did nothing of it. */
  readonly changed?: 'no' | undefined;
  /** Facts beside it, such as the candidates of an ambiguous name, or a preview. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** The server does not do what was asked, and nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly options: RefusalOptions;

  constructor(code: RefusalCode, options: RefusalOptions) {
    super(options.message);
    this.code = code;
    this.options = options;
  }
}
