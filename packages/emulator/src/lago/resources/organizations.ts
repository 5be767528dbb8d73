import { Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { takesCurrency } from '../currencies.ts';
import { notEmulated } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import {
  ORGANIZATION_FIELDS,
  organizationObject,
  organizationProfile,
} from '../objects/organizations.ts';
import { rootOf, textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

/** Fields that change how Lago bills, and that this emulator bills without. */
const BILLING_FIELDS = [
  'document_numbering',
  'document_number_prefix',
  'net_payment_term',
  'timezone',
  'billing_configuration',
  'finalize_zero_amount_invoice',
  'webhook_url',
];

/** @throws LagoFailure 422; 501 for what would change how it bills. */
function update(state: LagoState, fields: Fields): void {
  const sent = BILLING_FIELDS.filter((name) => fields[name] !== undefined);
  if (sent.length > 0) {
    throw notEmulated(
      `Changing ${sent.join(', ')} of the organization is not emulated: set it on customers or webhook endpoints.`,
    );
  }
  const errors = new FieldErrors();
  const currency = textIn(fields, 'default_currency');
  if (currency != null && !takesCurrency(state, currency))
    errors.add('default_currency', 'value_is_invalid');
  errors.throwIfAny();
  for (const name of ORGANIZATION_FIELDS) {
    const text = textIn(fields, name);
    if (text !== undefined) organizationProfile(state).set(name, text);
  }
}

/** Routes of this resource. */
export function organizationsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.get('/organizations', async (context) =>
    context.json({ organization: await organizationObject(state) }),
  );
  app.put('/organizations', async (context) => {
    update(state, await rootOf(context, 'organization'));
    return context.json({ organization: await organizationObject(state) });
  });
  return app;
}
