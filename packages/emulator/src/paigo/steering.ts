import { BillingError } from '@billport/core';
import type { Hono } from 'hono';
import { controlRoutes } from '../machinery/control/control-routes.ts';
import type { Fields } from '../machinery/json-fields.ts';
import { PaigoFailure } from './failure.ts';
import {
  failPayment,
  payInvoice,
  releaseInvoice,
  reviveInvoice,
  voidInvoice,
} from './invoices/invoice-actions.ts';
import type { PaigoState } from './state.ts';
import { AUDIENCE } from './tokens.ts';
import type { SentWebhook } from './webhooks/webhook-sender.ts';

/** Webhooks that `GET /emulator` shows. */
const SHOWN_WEBHOOKS = 100;

const deliveryObject = ({ webhookType, subscription, answers }: SentWebhook): Fields => ({
  webhook_type: webhookType,
  webhook_url: subscription.hookUrl,
  answers,
});

const about = ({ url, webhooks }: PaigoState): Fields => ({
  provider: 'paigo',
  api_base: url,
  token_url: `${url}/oauth/token`,
  audience: AUDIENCE,
  webhooks: webhooks.deliveries.slice(-SHOWN_WEBHOOKS).map(deliveryObject),
});

/** What people do with invoices on Paigo's dashboard, for which there is no API. */
const DASHBOARD = {
  pay: payInvoice,
  release: releaseInvoice,
  void: voidInvoice,
  revive: reviveInvoice,
  fail_payment: failPayment,
} as const;

/** What the dashboard does with an invoice. */
export type DashboardAction = keyof typeof DASHBOARD;

const isAction = (name: string): name is DashboardAction => Object.hasOwn(DASHBOARD, name);

/**
 * Does with an invoice what people do on Paigo's dashboard.
 * @throws BillingError `invalid_input` for an unknown action or invoice, and for an invoice in
 *   another state.
 */
export function useDashboard(state: PaigoState, action: string, invoiceId: string): void {
  if (!isAction(action)) {
    const message = `There is no action ${action}; there are ${Object.keys(DASHBOARD).join(', ')}.`;
    throw new BillingError('invalid_input', { message });
  }
  try {
    DASHBOARD[action](state, invoiceId);
  } catch (error) {
    if (!(error instanceof PaigoFailure)) throw error;
    throw new BillingError('invalid_input', { message: error.message, cause: error });
  }
}

/**
 * What steers the emulator, under `/emulator`: what all emulators have, the dashboard's actions,
 * and an end to all tokens.
 */
export function steering(state: PaigoState): Hono {
  const app = controlRoutes(state, () => about(state));
  app.delete('/tokens', (context) => {
    state.tokens.revokeAll();
    return context.json({ tokens: 0 });
  });
  app.post('/invoices/:id/:action', (context) => {
    const { id, action } = context.req.param();
    useDashboard(state, action, id);
    return context.json({ invoice_id: id, status: state.invoices.get(id)?.invoiceStatus });
  });
  return app;
}
