import { BillingError, toEpochMs, toInstant } from '@billport/core';
import { type Context, Hono } from 'hono';
import { LagoFailure } from '../failure.ts';
import type { ActiveFault } from '../faults/fault.ts';
import { bodyOf, type Fields } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import type { WebhookDelivery } from '../webhooks/webhook-sender.ts';
import { type Advance, checkedAdvance, checkedFault } from './control-input.ts';
import { toMomentAfter } from './iso-duration.ts';

/** Webhooks that `GET /emulator` shows. */
const SHOWN_WEBHOOKS = 100;

/** `left` is null where the fault hits all requests: JSON has no infinity. */
const faultObject = (fault: ActiveFault): Fields => ({
  ...fault,
  left: Number.isFinite(fault.left) ? fault.left : null,
});

const deliveryObject = (delivery: WebhookDelivery): Fields => ({
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
  jobs: [...state.jobs.waiting(), ...state.webhooks.queue.waiting()],
  job_errors: state.jobErrors,
  faults: state.faults.all().map(faultObject),
  webhooks: state.webhooks.deliveries.slice(-SHOWN_WEBHOOKS).map(deliveryObject),
});

/** @throws BillingError `invalid_input` for a moment that has passed. */
function momentOf(state: LagoState, advance: Advance): number {
  const now = state.clock.now();
  if ('by' in advance) return toMomentAfter(now, advance.by);
  const moment = toEpochMs(advance.to);
  if (moment >= now) return moment;
  throw new BillingError('invalid_input', {
    message: `advance_to: ${toInstant(moment)} has passed, it is ${state.now()}: time cannot go back.`,
    issues: [{ path: ['advance_to'], message: 'Name a later moment.' }],
  });
}

/** A refusal in words: the control interface is this emulator's, not Lago's. */
function answerError(error: unknown, context: Context): Response {
  if (BillingError.is(error, 'invalid_input')) {
    return context.json({ status: 422, error: 'invalid_input', message: error.message }, 422);
  }
  if (error instanceof LagoFailure) {
    const message = 'Send a JSON object, with content-type application/json.';
    return context.json({ status: 422, error: 'invalid_input', message }, 422);
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
    const moment = momentOf(state, checkedAdvance(await bodyOf(context)));
    await state.advanceTo(moment);
    return context.json({ now: state.now() });
  });
  app.post('/jobs', async (context) => {
    const done = [...state.jobs.waiting(), ...state.webhooks.queue.waiting()];
    await state.runJobs();
    return context.json({ done, job_errors: state.jobErrors.splice(0) });
  });
  app.post('/switches', async (context) => {
    state.change(await bodyOf(context));
    return context.json({ switches: state.switches });
  });
  app.post('/faults', async (context) => {
    const fault = state.faults.add(checkedFault(await bodyOf(context)));
    return context.json({ fault: faultObject(fault) });
  });
  app.delete('/faults', (context) => {
    state.faults.clear();
    return context.json({ faults: [] });
  });
  return app;
}
