import { Hono } from 'hono';
import { z } from 'zod';
import { moveCredits, visibleLedger } from '../credits/ledger.ts';
import { customerAt } from '../customers/find-customer.ts';
import { transactionObject } from '../objects/transaction.ts';
import { listReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import { decimalText, instant, metadata } from '../requests/field-rules.ts';
import type { PaigoState } from '../state.ts';

/** What moves credits (`facts/paigo.md §3.7`). */
const MOVE_CREDITS = z.strictObject({
  transactionAmount: decimalText({ least: '-1000000000', most: '1000000000' }),
  timestamp: instant.optional(),
  metadata: metadata.optional(),
});

/** Routes of transactions: a customer's credits. */
export function transactionRoutes(state: PaigoState): Hono {
  const app = new Hono();
  const path = '/customers/:id/transactions';
  app.post(path, async (context) => {
    const { customerId } = customerAt(state, context.req.param('id'));
    const { timestamp = state.now(), ...input } = await checkedBody(state, context, MOVE_CREDITS);
    moveCredits(state, { customerId, timestamp, ...input });
    return context.json({ message: 'Successfully created transaction.' }, 201);
  });
  app.get(path, (context) => {
    const { customerId } = customerAt(state, context.req.param('id'));
    const ledger = visibleLedger(state, customerId);
    return context.json(listReply(state, ledger.map(transactionObject)));
  });
  return app;
}
