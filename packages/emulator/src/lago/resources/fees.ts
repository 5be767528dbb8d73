import { Hono } from 'hono';
import { type BilledFee, feeIfAny } from '../billed-fees.ts';
import { notAllowed, notFound } from '../failure.ts';
import { filteredFees } from '../fee-filters.ts';
import { feeObject } from '../objects/fees.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

/** @throws LagoFailure 404 `fee_not_found` */
async function findFee(state: LagoState, lagoId: string): Promise<BilledFee> {
  const found = await feeIfAny(state, lagoId);
  if (found === undefined) throw notFound('fee');
  return found;
}

/**
 * Routes of fees. Every fee that the engine shows stands on an invoice, and such a fee neither
 * changes nor goes (`facts/lago.md §b` "Add-ons, taxes, fees").
 */
export function feesRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.get('/fees', async (context) => {
    const fees = await filteredFees(state, context);
    const { rows, meta } = pageOfRows(context, fees, { state, list: 'fees' });
    return context.json({ fees: rows, meta });
  });
  app.get('/fees/:id', async (context) => {
    const { fee, invoice } = await findFee(state, context.req.param('id'));
    return context.json({ fee: await feeObject(state, fee, invoice) });
  });
  app.put('/fees/:id', async (context) => {
    await findFee(state, context.req.param('id'));
    await rootOf(context, 'fee');
    throw notAllowed('invoiced_fee');
  });
  app.delete('/fees/:id', async (context) => {
    await findFee(state, context.req.param('id'));
    throw notAllowed('invoiced_fee');
  });
  return app;
}
