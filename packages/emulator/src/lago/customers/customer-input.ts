import { TimeZone } from '@billport/core';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { integerIn } from '../amounts.ts';
import { takesCurrency } from '../currencies.ts';
import { FieldErrors } from '../field-errors.ts';
import { PROFILE_FIELDS, SHIPPING_FIELDS } from '../objects/customers.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

type Texts = Readonly<Record<string, string | null>>;

const EMAIL = /^[^@\s,]+@[^@\s,.]+(\.[^@\s,.]+)+$/;
const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;
const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const isCountry = (code: string) => /^[A-Z]{2}$/.test(code) && REGIONS.of(code) !== undefined;

const isEmail = (text: string) => text.split(',').every((part) => EMAIL.test(part.trim()));

/** The sent ones of these fields. Codes of countries become upper case, as Lago keeps them. */
function textsOf(fields: Fields, names: readonly string[]): Record<string, string | null> {
  const texts: Record<string, string | null> = {};
  for (const name of names) {
    const text = textIn(fields, name);
    if (text !== undefined) texts[name] = name === 'country' ? (text?.toUpperCase() ?? null) : text;
  }
  return texts;
}

function checkChoice(errors: FieldErrors, texts: Texts, name: string, choices: readonly string[]) {
  const text = texts[name];
  if (text != null && !choices.includes(text)) errors.add(name, 'value_is_invalid');
}

function checkProfile(errors: FieldErrors, profile: Texts): void {
  const { country, email } = profile;
  if (country && !isCountry(country)) errors.add('country', 'not_a_valid_country_code');
  if (email && !isEmail(email)) errors.add('email', 'invalid_email_format');
  checkChoice(errors, profile, 'customer_type', ['company', 'individual']);
  checkChoice(errors, profile, 'account_type', ['customer', 'partner']);
  const zero = profile.finalize_zero_amount_invoice;
  if (zero != null && !['inherit', 'skip', 'finalize'].includes(zero)) {
    errors.add('finalize_zero_amount_invoice', 'invalid_value');
  }
}

/** Who the customer is, by the fields that were sent. */
function profileIn(state: LagoState, fields: Fields, errors: FieldErrors): Texts {
  const profile = textsOf(fields, PROFILE_FIELDS);
  // Partners are part of a licence (`facts/lago.md §b`).
  if (!state.switches.premium) delete profile.account_type;
  if (profile.account_type === null) profile.account_type = 'customer';
  if (profile.finalize_zero_amount_invoice === null) {
    profile.finalize_zero_amount_invoice = 'inherit';
  }
  checkProfile(errors, profile);
  return profile;
}

/** Days from zero up; null clears; undefined where nothing was sent. */
function daysIn(fields: Fields, name: string, errors: FieldErrors): number | null | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return value;
  const days = integerIn(value);
  if (days === undefined) errors.add(name, 'value_is_invalid');
  else if (days < 0n) errors.add(name, 'value_is_out_of_range');
  return days === undefined ? undefined : Number(days);
}

function currencyIn(state: LagoState, fields: Fields, errors: FieldErrors): string | undefined {
  const currency = textIn(fields, 'currency') ?? undefined;
  if (currency !== undefined && !takesCurrency(state, currency))
    errors.add('currency', 'value_is_invalid');
  return currency;
}

function timezoneIn(fields: Fields, errors: FieldErrors): string | null | undefined {
  const timezone = textIn(fields, 'timezone');
  if (timezone == null || TimeZone.safeParse(timezone).success) return timezone;
  errors.add('timezone', 'value_is_invalid');
  return undefined;
}

const BILLING_CHOICES = [
  'document_locale',
  'subscription_invoice_issuing_date_anchor',
  'subscription_invoice_issuing_date_adjustment',
] as const;

/** What of `billing_configuration` is kept beside what the engine bills by. */
function billingIn(configuration: Fields, errors: FieldErrors): Texts {
  const billing = textsOf(configuration, BILLING_CHOICES);
  const { document_locale: locale } = billing;
  if (locale && !LANGUAGE.test(locale)) errors.add('document_locale', 'not_a_valid_language_code');
  const prefix = 'subscription_invoice_issuing_date_';
  checkChoice(errors, billing, `${prefix}anchor`, ['current_period_end', 'next_period_start']);
  checkChoice(errors, billing, `${prefix}adjustment`, [
    'keep_anchor',
    'align_with_finalization_date',
  ]);
  return billing;
}

/** What of `billing_configuration` links the customer to a payment provider. */
function providerIn(configuration: Fields): Texts {
  const names = ['payment_provider', 'payment_provider_code', 'provider_customer_id'];
  return textsOf(configuration, names);
}

/** The tax codes; null where they are taken away, so that the account's taxes count. */
function taxCodesIn(fields: Fields): string[] | null | undefined {
  const codes = fields.tax_codes;
  if (codes === undefined) return undefined;
  const texts = Array.isArray(codes) ? codes.map(String) : [];
  return texts.length === 0 ? null : [...new Set(texts)];
}

/** A checked `customer`: what was not sent is undefined or not there. */
export interface CustomerInput {
  readonly externalId: string;
  readonly profile: Texts;
  readonly shippingAddress: Texts;
  readonly billing: Texts;
  readonly provider: Texts;
  readonly syncWithProvider: boolean;
  readonly metadata: unknown;
  readonly currency: string | undefined;
  readonly timezone: string | null | undefined;
  readonly gracePeriodDays: number | null | undefined;
  readonly paymentTermDays: number | null | undefined;
  readonly taxCodes: string[] | null | undefined;
}

/**
 * The fields of `customer`. Without a licence a time zone and a grace period are dropped
 * in silence (`facts/lago.md §b` "Premium behaviour").
 * @throws LagoFailure 422
 */
export function customerInput(state: LagoState, fields: Fields): CustomerInput {
  const errors = new FieldErrors();
  errors.require(fields, 'external_id');
  const { billing_configuration: sent, shipping_address: shipping } = fields;
  const configuration = isFields(sent) ? sent : {};
  const { premium } = state.switches;
  const input: CustomerInput = {
    externalId: textIn(fields, 'external_id') ?? '',
    profile: profileIn(state, fields, errors),
    shippingAddress: isFields(shipping) ? textsOf(shipping, SHIPPING_FIELDS) : {},
    billing: billingIn(configuration, errors),
    provider: providerIn(configuration),
    syncWithProvider: configuration.sync_with_provider === true,
    metadata: fields.metadata,
    currency: currencyIn(state, fields, errors),
    timezone: premium ? timezoneIn(fields, errors) : undefined,
    gracePeriodDays: premium ? daysIn(configuration, 'invoice_grace_period', errors) : undefined,
    paymentTermDays: daysIn(fields, 'net_payment_term', errors),
    taxCodes: taxCodesIn(fields),
  };
  errors.throwIfAny();
  return input;
}
