import type { BillingError } from '@billport/core';
import { invalid, type LagoFailure, notAllowed, notFound } from './failure.ts';

/** Lago's names of the engine's things. */
const RESOURCES: Readonly<Record<string, string>> = {
  metric: 'billable_metric',
  event: 'event',
  'credit note': 'credit_note',
  'applied coupon': 'applied_coupon',
};

function resourceOf(error: BillingError): string {
  const { resource = 'resource' } = (error.details ?? {}) as { resource?: string };
  return RESOURCES[resource] ?? resource.replaceAll(' ', '_');
}

/** Every issue as a code of Lago under the field it is about. */
function details(error: BillingError): Record<string, string[]> {
  const issues = error.issues ?? [];
  if (issues.length === 0) return { base: ['value_is_invalid'] };
  return Object.fromEntries(
    issues.map(({ path }) => [String(path[0] ?? 'base'), ['value_is_invalid']]),
  );
}

/** The engine's refusal in Lago's words, where a route had no better ones. */
export function failureOf(error: BillingError): LagoFailure | undefined {
  switch (error.code) {
    case 'not_found':
      return notFound(resourceOf(error));
    case 'already_exists':
      return invalid({ code: ['value_already_exist'] });
    case 'insufficient_credits':
      return invalid({ voided_credits: ['insufficient_credits'] });
    case 'conflict':
      return notAllowed('invalid_status');
    case 'invalid_input':
    case 'rejected':
      return invalid(details(error));
    default:
      return undefined;
  }
}
