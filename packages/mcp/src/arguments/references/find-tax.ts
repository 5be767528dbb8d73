import type { Tax } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The tax with this code, or else with this name.
 *
 * @param field The argument that held the reference.
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findTax({ billing }: ToolCall, reference: string, field = 'tax'): Promise<Tax> {
  return findReference<Tax>({
    noun: 'tax',
    field,
    accepts: 'code or name',
    reference,
    get: (code) => billing.taxes.get({ code }),
    list: () => billing.taxes.list({ limit: 100 }),
    keyOf: ({ code }) => code,
    namesOf: ({ code, name }) => [code, name],
    candidate: ({ code, name }) => ({ code, name }),
  });
}
