import { parsedBody } from '@billport/adapter-kit';
import { BillingError, type BillingEvent } from '@billport/core';
import { eventParts } from './event-parts.ts';
import { eventTypeOf } from './event-types.ts';

function malformed(what: string, cause?: unknown): BillingError {
  return new BillingError('malformed_response', { message: `Lago sent ${what}.`, cause });
}

/** Lago's name of the type, and the key under which the data stands (`facts/lago.md §c`). */
function namesIn(body: unknown): { readonly webhookType: string; readonly root: string } {
  const fields = typeof body === 'object' && body !== null ? body : {};
  const webhookType = 'webhook_type' in fields ? fields.webhook_type : undefined;
  const root = 'object_type' in fields ? fields.object_type : undefined;
  if (typeof webhookType === 'string' && typeof root === 'string') return { webhookType, root };
  throw malformed('a webhook without webhook_type and object_type');
}

/**
 * The event that a body tells, whose signature is right.
 * @param deduplicationKey what Lago calls the unique key of a webhook
 * @throws BillingError `malformed_response` for a body that is not as Lago writes them.
 */
export async function readEvent(body: Uint8Array, deduplicationKey: string): Promise<BillingEvent> {
  const raw = parsedBody(body, 'Lago');
  const { webhookType, root } = namesIn(raw);
  const base = { deduplicationKey, provider: 'lago', providerType: webhookType, raw };
  const type = eventTypeOf(webhookType);
  if (type === 'other') return { type, ...base };
  try {
    const parts = await eventParts(type, { body: raw, root });
    // The parts are those of this type: `eventParts` chose them by it.
    return { type, ...base, ...parts } as BillingEvent;
  } catch (error) {
    if (BillingError.is(error, 'malformed_response')) throw error;
    throw malformed(`a webhook ${webhookType} that is not as it should be`, error);
  }
}
