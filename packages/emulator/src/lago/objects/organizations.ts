import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import { kept } from '../kept.ts';
import type { LagoState } from '../state.ts';
import { taxObject } from './taxes.ts';

/** Fields that say who the organization is: kept as they were sent. */
export const ORGANIZATION_FIELDS = [
  'country',
  'default_currency',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'zipcode',
  'email',
  'legal_name',
  'legal_number',
  'tax_identification_number',
] as const;

/** What was sent of the organization, under Lago's names. */
export const organizationProfile = kept(() => new Map<string, string | null>());

/** The account as Lago writes it. Its HMAC key is not part of it (`facts/lago.md §b`). */
export async function organizationObject(state: LagoState): Promise<Fields> {
  const profile = organizationProfile(state);
  const urls = [...state.webhooks.endpoints.values()].map(({ url }) => url);
  const taxes: Fields[] = [];
  for await (const tax of state.billing.taxes.list({ limit: 100 })) {
    if (tax.byDefault) taxes.push(taxObject(state, tax));
  }
  return {
    lago_id: state.organizationId,
    name: 'Emulated organization',
    created_at: toSeconds(state.startedAt),
    webhook_url: urls[0] ?? null,
    webhook_urls: urls,
    ...Object.fromEntries(ORGANIZATION_FIELDS.map((name) => [name, profile.get(name) ?? null])),
    default_currency: profile.get('default_currency') ?? 'USD',
    document_numbering: 'per_organization',
    document_number_prefix: state.documentPrefix,
    net_payment_term: 0,
    timezone: 'UTC',
    email_settings: [],
    finalize_zero_amount_invoice: true,
    billing_configuration: { invoice_footer: null, invoice_grace_period: 0, document_locale: 'en' },
    taxes,
    events_store: state.switches.eventStore,
  };
}
