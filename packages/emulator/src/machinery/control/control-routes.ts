import { BillingError } from '@billport/core';
import { type Context, Hono } from 'hono';
import type { EmulatedAccount } from '../emulated-account.ts';
import type { ActiveFault } from '../faults/fault.ts';
import { type Fields, isFields } from '../json-fields.ts';
import { type Advance, checkedAdvance, checkedFault } from './control-input.ts';
import { momentAfter, momentAhead } from './next-moment.ts';

type Account = EmulatedAccount<object>;

/** `left` is null where the fault hits all requests: JSON has no infinity. */
const faultObject = (fault: ActiveFault): Fields => ({
  ...fault,
  left: Number.isFinite(fault.left) ? fault.left : null,
});

const stateObject = (account: Account): Fields => ({
  now: account.now(),
  switches: account.switches,
  jobs: account.waitingJobs(),
  job_errors: account.jobErrors,
  faults: account.faults.all().map(faultObject),
});

/** @throws BillingError `invalid_input` for a moment that has passed. */
function momentOf({ clock }: Account, advance: Advance): number {
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

/** A refusal in words: the control interface is the emulator's own. */
function answerError(error: unknown, context: Context): Response {
  if (BillingError.is(error, 'invalid_input')) {
    return context.json({ status: 422, error: 'invalid_input', message: error.message }, 422);
  }
  const message = error instanceof Error ? error.message : String(error);
  return context.json({ status: 500, error: 'failed', message }, 500);
}

/**
 * What steers an emulator, under `/emulator`: time, jobs, switches and faults. It asks for no key.
 * @param about What `GET /emulator` tells beside them.
 */
export function controlRoutes(account: Account, about: () => Fields): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.get('/', (context) => context.json({ ...about(), ...stateObject(account) }));
  app.post('/clock', async (context) => {
    const moment = momentOf(account, checkedAdvance(await sentObject(context)));
    await account.advanceTo(moment);
    return context.json({ now: account.now() });
  });
  app.post('/jobs', async (context) => {
    const done = account.waitingJobs();
    await account.runJobs();
    return context.json({ done, job_errors: account.jobErrors.splice(0) });
  });
  app.post('/switches', async (context) => {
    account.change(await sentObject(context));
    return context.json({ switches: account.switches });
  });
  app.post('/faults', async (context) => {
    const fault = account.faults.add(checkedFault(await sentObject(context)));
    return context.json({ fault: faultObject(fault) });
  });
  app.delete('/faults', (context) => {
    account.faults.clear();
    return context.json({ faults: [] });
  });
  return app;
}
