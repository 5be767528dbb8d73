import { z } from 'zod';
import { oneOf, text } from '../requests/field-rules.ts';
import { WEBHOOK_TYPES } from './webhook-subscriptions.ts';

/** The two environments of an account. */
export const environment = oneOf('sandbox', 'production');

/** What subscribes to webhooks (`facts/paigo.md §3.10`). */
export const SUBSCRIBE = z
  .strictObject({
    hookUrl: text.refine(
      (value) => URL.canParse(value) && /^https?:/i.test(value),
      'must be a URL address',
    ),
    webhookType: oneOf(...WEBHOOK_TYPES),
    securityKey: text.optional(),
    environment: environment.default('production'),
    offeringId: text.optional(),
  })
  .refine(({ webhookType, offeringId }) => !offeringId || webhookType === 'ENTITLEMENT', {
    path: ['offeringId'],
    message: 'is only for webhooks of type ENTITLEMENT',
  });
