import { BillingError } from '@billport/core';
import { type Context, Hono } from 'hono';
import type { ActiveFault } from '../faults/fault.ts';
import { type Fields, isFields } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import type { SentWebhook } from '../webhooks/webhook-sender.ts';
import { type Advance, checkedAdvance, checkedFault } from './control-input.ts';
import { momentAfter, momentAhead } from './next-moment.ts';

/** Webhooks that `GET /emulator` shows. */
const SHOWN_WEBHOOKS = 100;

/** `left` is null where the fault hits all requests: JSON has no infinity. */
const faultObject = (fault: ActiveFault): Fields => ({
  ...fault,
  left: Number.isFinite(fault.left) ? fault.left : null,
});

const deliveryObject = (delivery: SentWebhook): Fields => ({
  unique_key: delivery.uniqueKey,
  webhook_type: delivery.webhookType,
  webhook_url: delivery.endpoint.url,
  status: delivery.status,
  answers: delivery.answers,
});

const stateObject = (state: LagoState): Fields => ({
  provider: 'lago',
  api_base: `${state.url}/api/v1`,
  now: state.now(),
  switches: state.switches,
  organization_id: state.organizationId,
  hmac_key: state.webhooks.signer.hmacKey,
  jobs: state.waitingJobs(),
  job_errors: state.jobErrors,
  faults: state.faults.all().map(faultObject),
  webhooks: state.webhooks.deliveries.slice(-SHOWN_WEBHOOKS).map(deliveryObject),
});

/** @throws BillingError `invalid_input` for a moment that has passed. */
function momentOf({ clock }: LagoState, advance: Advance): number {
  return 'by' in advance
    ? momentAfter(clock, advance.by, 'advance_by')
    : momentAhead(clock, advance.to, 'advance_to');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The object that was sent, whatever its content-type says: `curl -d` says that it is a form.
 * @throws BillingError `invalid_input` for anything but a JSON object.
 */
async function sentObject(context: Context): Promise<Fields> {
  const value = parsed(await context.req.text());
  if (isFields(value)) return value;
  throw new BillingError('invalid_input', { message: 'Send a JSON object as the body.' });
}

/** A refusal in words: the control interface is this emulator's, not Lago's. */
function answerError(error: unknown, context: Context): Response {
  if (BillingError.is(error, 'invalid_input')) {
    return context.json({ status: 422, error: 'invalid_input', message: error.message }, 422);
  }
  const message = error instanceof Error ? error.message : String(error);
  return context.json({ status: 500, error: 'failed', message }, 500);
}

/** What steers the emulator, under `/emulator`: time, jobs, switches and faults. It asks for no key. */
export function controlRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.get('/', (context) => context.json(stateObject(state)));
  app.post('/clock', async (context) => {
    const moment = momentOf(state, checkedAdvance(await sentObject(context)));
    await state.advanceTo(moment);
    return context.json({ now: state.now() });
  });
  app.post('/jobs', async (context) => {
    const done = state.waitingJobs();
    await state.runJobs();
    return context.json({ done, job_errors: state.jobErrors.splice(0) });
  });
  app.post('/switches', async (context) => {
    state.change(await sentObject(context));
    return context.json({ switches: state.switches });
  });
  app.post('/faults', async (context) => {
    const fault = state.faults.add(checkedFault(await sentObject(context)));
    return context.json({ fault: faultObject(fault) });
  });
  app.delete('/faults', (context) => {
    state.faults.clear();
    return context.json({ faults: [] });
  });
  return app;
}
