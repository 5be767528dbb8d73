import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest } from '../failure.ts';
import { oneReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import { flagText, text } from '../requests/field-rules.ts';
import { putInto } from '../requests/put-into.ts';
import { profileObject, settingsObject } from '../settings/settings-object.ts';
import type { PaigoState } from '../state.ts';

const PROFILE = z.strictObject({
  businessName: text.optional(),
  addressLine1: text.optional(),
  addressLine2: text.optional(),
  city: text.optional(),
  state: text.optional(),
  country: text.optional(),
  postalCode: text.optional(),
  supportEmail: text.optional(),
  sendInvoiceEmail: flagText.optional(),
  redirectionUrl: text.optional(),
});

/** What is left of a profile of which a replacing PUT names nothing. */
const ABSENT = Object.fromEntries(Object.keys(PROFILE.shape).map((name) => [name, undefined]));

/** Largest logo: 30 MB (`facts/paigo.md §3.11`). */
const LARGEST_LOGO = 30 * 1024 * 1024;

/** Routes of settings. */
export function settingsRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/settings/profile', (context) => context.json(profileObject(state)));
  app.put('/settings/profile', async (context) => {
    putInto(state, state.profile, await checkedBody(state, context, PROFILE), ABSENT);
    return context.json(oneReply(state, settingsObject(state)));
  });
  app.post('/settings/invoiceImage', async (context) => {
    const { byteLength } = await context.req.arrayBuffer();
    if (byteLength === 0) throw badRequest('File is required');
    if (byteLength > LARGEST_LOGO) throw badRequest('File is too large');
    return context.json({ message: 'Successfully uploaded image.' }, 201);
  });
  return app;
}
