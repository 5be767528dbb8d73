import { BillingError, type BillingErrorCode } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invalid, lagoHost, lagoProvider } from './lago-host.fixture.ts';

/** Stands in bodies for what must never come out of them. */
const SECRET = 'sk_live_4242';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

/** The error of a request that Lago answers like this. */
async function refusal(status: number, body: unknown, maxAttempts = 1): Promise<BillingError> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  lagoHost().get('/anything').reply(status, text, { 'x-request-id': 'request-1' });
  const { client } = lagoProvider({ maxAttempts });
  const error = await client.request('GET', '/anything').catch((caught: unknown) => caught);
  if (!BillingError.is(error)) throw new Error(`no BillingError: ${String(error)}`);
  return error;
}

const coded = (status: number, code: string, more = {}) => ({ status, error: 'E', code, ...more });
const words = (text: string) => text.trim().split(/\s+/);

/** Every code that `facts/lago.md §a` names, and what a caller must see. */
const OF_403: readonly [string, BillingErrorCode][] = [
  ['feature_unavailable', 'feature_not_enabled'],
  ['feature_not_available', 'feature_not_enabled'],
  ['premium_license_required', 'feature_not_enabled'],
  ['projected_usage_not_enabled', 'feature_not_enabled'],
  ['endpoint_not_available', 'feature_not_enabled'],
  ['cannot_finalize_with_pending_taxes', 'conflict'],
  ['cannot_override_charge_model', 'rejected'],
  ['read_action_not_allowed_for_customer', 'forbidden'],
  ['write_action_not_allowed_for_wallet_transaction', 'forbidden'],
  ['a_code_of_tomorrow', 'forbidden'],
];

const MISSING = words(`
  customer plan subscription billable_metric billable_metrics plans add_on add_ons coupon
  applied_coupon credit_note invoice fees fee event wallet wallet_transaction tax charge
  charge_filter fixed_charge feature privilege entitlement alert metadata payment payment_method
  payment_receipt payment_request lifetime_usage webhook_endpoint billing_entity activity_log
  api_log resource
`);

const CONFLICTS = words(`
  no_active_subscription not_voidable not_deletable not_disputable invalid_status is_draft
  is_succeeded invalid_type_or_status no_voidable_amount credit_note_voided
  credit_note_not_deletable metadata_on_draft_invoice payment_status_update_on_draft_invoice
  update_on_voided_invoice invoiced_fee plan_overlapping
  only_one_limitation_type_per_coupon_allowed wallet_not_active invoice_synced_to_external_system
  invoices_not_overdue invoices_have_different_currencies invoices_have_different_billing_entities
  invoices_not_ready_for_payment_processing payment_processor_is_currently_handling_payment
  subscription_incomplete purchase_order_number_not_editable cannot_terminate_with_pending_taxes
  creditable_amount_is_less_than_requested status_not_voided invoice_not_finalized
  invoice_payment_already_succeeded invoice_due_date_in_future invoice_dispute_lost
`);

const FIELD_RULES: Readonly<Partial<Record<BillingErrorCode, readonly string[]>>> = {
  already_exists: words('value_already_exist value_already_exists alert_already_exists'),
  not_found: words('wallet_not_found customer_not_found'),
  insufficient_credits: words('insufficient_credits'),
  feature_not_enabled: words('graduated_percentage_requires_premium_license feature_not_available'),
  conflict: words(`
    currencies_does_not_match wallet_is_terminated wallet_limit_reached coupon_is_not_reusable
    no_linked_payment_provider invalid_payment_provider missing_payment_provider
    missing_payment_provider_customer invalid_invoice_status_or_payment_status
    cannot_refund_unpaid_invoice higher_than_remaining_invoice_amount
    higher_than_remaining_fee_amount total_amount_exceeds_invoice_amount subscription_incomplete
    next_subscription_incomplete exceeded_limit wallet_transaction_not_purchased
    wallet_transaction_already_settled wallet_transaction_has_no_attached_invoice
  `),
  rejected: words(`
    value_is_mandatory value_is_invalid value_is_out_of_range value_is_too_long value_is_too_short
    value_must_be_blank relation_must_exist invalid_value invalid_date invalid_format invalid_type
    invalid_count invalid_amount invalid_rate invalid_package_size invalid_free_units
    missing_graduated_ranges invalid_graduated_ranges missing_volume_ranges invalid_volume_ranges
    missing_graduated_percentage_ranges invalid_graduated_percentage_ranges
    invalid_aggregation_type_or_charge_model invalid_billable_metric_or_charge_model
    not_compatible_with_aggregation_type invalid_expression not_a_valid_country_code
    not_a_valid_language_code url_is_invalid invalid_email_format no_events too_many_events
    does_not_match_an_instant_charge invalid_paid_credits invalid_granted_credits
    invalid_voided_credits amount_rounds_to_zero amount_below_minimum amount_above_maximum
    invalid_recurring_rule invalid_number_of_recurring_rules invalid_payment_method
    does_not_match_item_amounts total_amount_must_be_positive too_many_thresholds
    duplicate_threshold_values invalid_event
  `),
};

const ruleCases = Object.entries(FIELD_RULES).flatMap(([code, rules]) =>
  rules.map((rule) => [rule, code] as const),
);

/** Words that only the table itself has: a rule that it does not know is quoted instead. */
const isExplained = (message: string, code: string) =>
  message.trim() !== '' && !message.includes(code) && !message.includes("Lago's rule is");

describe('trap 2: a refusal is what its code says, not what its status says', () => {
  it('takes a 400 for a request that Lago cannot read, though it has no code', async () => {
    const error = 'BadRequest: param is missing or the value is empty or invalid: customer';
    const refused = await refusal(400, { status: 400, error });
    expect(refused).toMatchObject({ code: 'rejected', status: 400, requestId: 'request-1' });
    expect(refused.message).toContain('customer');
  });

  it('keeps the code that a preview hides under error', async () => {
    const refused = await refusal(400, { status: 400, error: 'coupons_must_be_an_array' });
    expect(refused).toMatchObject({ code: 'rejected' });
    expect(refused.message).toContain('coupons_must_be_an_array');
  });

  it('takes a 401 for a wrong key, and says where to look', async () => {
    const refused = await refusal(401, { status: 401, error: 'Unauthorized' });
    expect(refused.code).toBe('unauthenticated');
    expect(refused.message).toContain('LAGO_API_KEY');
  });

  it.each(OF_403)('403 %s is %s', async (code, expected) => {
    expect(await refusal(403, coded(403, code))).toMatchObject({ code: expected });
  });

  it('says which permission the key lacks', async () => {
    const { message } = await refusal(403, coded(403, 'write_action_not_allowed_for_credit_note'));
    expect(message).toContain('write credit note');
  });

  it.each(OF_403.filter(([, code]) => code === 'feature_not_enabled'))(
    '403 %s names the feature',
    async (code) => {
      const { details, message } = await refusal(403, coded(403, code));
      expect(details).toEqual({ feature: code });
      expect(isExplained(message, code)).toBe(true);
    },
  );

  it.each(MISSING)('404 %s_not_found is not_found', async (resource) => {
    const error = await refusal(404, coded(404, `${resource}_not_found`));
    expect(error.code).toBe('not_found');
    expect(isExplained(error.message, '_not_found')).toBe(true);
  });

  it.each([
    ['billable_metrics', 'metric'],
    ['plans', 'plan'],
    ['add_ons', 'add-on'],
    ['fees', 'fee'],
  ])('names the thing that %s_not_found misses in the contract’s words', async (plural, name) => {
    const { details } = await refusal(404, coded(404, `${plural}_not_found`));
    expect(details).toEqual({ resource: name });
  });

  it.each([['<html>not here</html>'], [{ error: 'no such page' }], ['']])(
    'does not take a 404 of something else for a thing that is missing: %j',
    async (body) => {
      expect(await refusal(404, body)).toMatchObject({ code: 'malformed_response' });
    },
  );

  it.each(CONFLICTS)('405 %s is a conflict', async (code) => {
    const error = await refusal(405, coded(405, code));
    expect(error.code).toBe('conflict');
    expect(isExplained(error.message, code)).toBe(true);
  });

  it('keeps a code of tomorrow in the message of its conflict', async () => {
    const error = await refusal(405, coded(405, 'moon_is_full'));
    expect(error.code).toBe('conflict');
    expect(error.message).toContain('moon_is_full');
  });

  it.each(ruleCases)('422 %s is %s', async (rule, code) => {
    const error = await refusal(422, invalid({ name: [rule] }));
    expect(error.code).toBe(code);
    expect(error.issues).toMatchObject([{ path: ['name'], rule }]);
    expect(isExplained(error.issues?.[0]?.message ?? '', rule)).toBe(true);
  });

  it('keeps a rule of tomorrow', async () => {
    const { code, issues } = await refusal(422, invalid({ name: ['must_rhyme'] }));
    expect(code).toBe('rejected');
    expect(issues).toEqual([
      { path: ['name'], rule: 'must_rhyme', message: "Lago's rule is must_rhyme." },
    ]);
  });

  it('takes the error of a lock for one that passes', async () => {
    const error = await refusal(422, coded(422, 'lock_acquisition_failed'));
    expect(error).toMatchObject({ code: 'conflict', retryable: true });
  });

  it('trap 21: tells a 429 of the gateway from one of the payment provider', async () => {
    const gateway = await refusal(429, '');
    const provider = await refusal(429, coded(429, 'too_many_provider_requests'));
    expect([gateway, provider]).toMatchObject([
      { code: 'rate_limited', retryable: true },
      { code: 'rate_limited', retryable: true },
    ]);
    expect(gateway.message).toContain('organization');
    expect(provider.message).toContain('payment provider');
  });

  it('takes a 501 for what cannot be done here, and tells in the words of the emulator', async () => {
    const message = 'Analytics. Use a real Lago for the rest.';
    const error = await refusal(501, coded(501, 'not_emulated', { message }));
    expect(error).toMatchObject({ code: 'unsupported', status: 501, retryable: false, message });
  });

  it.each([
    [''],
    [{ message: SECRET }],
    [coded(501, 'other', { message: SECRET })],
    [coded(501, 'not_emulated', { message: 7 })],
    [coded(501, 'not_emulated', { message: ' ' })],
    [coded(501, 'not_emulated', { message: `one\n${SECRET}` })],
    [coded(501, 'not_emulated', { message: SECRET.repeat(100) })],
  ])('says where to look when a 501 is in no words of ours: %j', async (body) => {
    const { code, message } = await refusal(501, body);
    expect(code).toBe('unsupported');
    expect(message).toContain('LAGO_API_URL');
    expect(message).not.toContain(SECRET);
  });

  it('takes stripe_required for a conflict', async () => {
    const error = await refusal(422, coded(422, 'stripe_required', { message: SECRET }));
    expect(error.code).toBe('conflict');
    expect(error.message).toContain('Stripe');
  });
});

describe('trap 2: the five forms of a 422', () => {
  it('reads rules by field, and those of the whole under no field', async () => {
    const { issues } = await refusal(422, invalid({ base: ['invalid_value'], name: ['a', 'b'] }));
    expect(issues?.map(({ path, rule }) => [path, rule])).toEqual([
      [[], 'invalid_value'],
      [['name'], 'a'],
      [['name'], 'b'],
    ]);
  });

  it('reads rules by index of a batch', async () => {
    const { issues } = await refusal(
      422,
      invalid({
        0: { transaction_id: ['value_already_exist'] },
        12: { code: ['value_is_mandatory'] },
      }),
    );
    expect(issues?.map(({ path, rule }) => [path, rule])).toEqual([
      [[0, 'id'], 'value_already_exist'],
      [[12, 'code'], 'value_is_mandatory'],
    ]);
  });

  it('reads a text by index', async () => {
    const text = `expression_evaluation_failed: Variable: ${SECRET} not found`;
    const { issues } = await refusal(422, invalid({ 3: text }));
    expect(issues).toMatchObject([{ path: [3], rule: 'expression_evaluation_failed' }]);
  });

  it('reads a text in place of a map', async () => {
    const text = `expression_evaluation_failed: Variable: ${SECRET} not found`;
    const { code, issues } = await refusal(422, invalid(text));
    expect(code).toBe('rejected');
    expect(issues).toMatchObject([{ path: [], rule: 'expression_evaluation_failed' }]);
  });

  it.each([
    ['provider_error', 422, 'rejected'],
    ['third_party_error', 422, 'rejected'],
    ['too_many_provider_requests', 429, 'rate_limited'],
  ] as const)('passes nothing on of what others say in a %s', async (code, status, expected) => {
    const error_details = {
      code: SECRET,
      message: SECRET,
      http_body: SECRET,
      provider_name: SECRET,
      third_party: SECRET,
      thirdparty_error: SECRET,
    };
    const error = await refusal(
      status,
      coded(status, code, { provider: { code: SECRET }, error_details }),
    );
    expect(error.code).toBe(expected);
    expect(JSON.stringify(error)).not.toContain(SECRET);
    expect(isExplained(error.message, code)).toBe(true);
  });
});

describe('quirk d.3: fields of a refusal', () => {
  it.each([
    ['external_customer_id', ['customerKey']],
    ['tax_codes', ['taxCodes']],
    ['zipcode', ['address', 'postalCode']],
    ['expiration_at', ['expiresAt']],
    ['ending_at', ['endingAt']],
    ['percentage_rate', ['discount', 'rate']],
    // One name for different fields of the contract: it stays.
    ['external_id', ['external_id']],
    ['amount_cents', ['amount_cents']],
    // No name of an object's own.
    ['constructor', ['constructor']],
  ])('%s is %j', async (field, path) => {
    const { issues } = await refusal(422, invalid({ [field]: ['value_is_invalid'] }));
    expect(issues?.[0]?.path).toEqual(path);
  });
});

describe('bodies', () => {
  it.each([
    [400, { status: 400, error: `Bad Request ${SECRET}` }],
    [403, { error: SECRET, code: `not a code ${SECRET}` }],
    [404, { error: SECRET }],
    [405, { error: SECRET, code: `x ${SECRET}` }],
    [422, { error: SECRET, error_details: { name: [`free text ${SECRET}`] } }],
    [422, `{"broken": "${SECRET}`],
    [429, { error: SECRET }],
    [500, { error: SECRET, message: SECRET }],
  ])('of a %i get into no error', async (status, body) => {
    const error = await refusal(status, body);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(SECRET);
  });

  it.each([[null], [[]], ['text'], [7], [{ error_details: null, code: 12 }]])(
    'of any form are read: %j',
    async (body) => {
      expect(await refusal(422, JSON.stringify(body))).toMatchObject({ code: 'rejected' });
    },
  );
});
