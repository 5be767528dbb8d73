import { type Charge, invalidInput } from '@billport/core';
import { chargeIssues } from '../charges/write-charge.ts';
import { mapLimits, metadataIssues } from '../metadata-limits.ts';

/** What a plan and a change of one have in common here. */
interface PlanToCheck {
  readonly charges?: readonly Charge[] | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

/**
 * Refuses what Lago would cut off, round or compute wrongly. Sends nothing.
 * @throws BillingError `invalid_input` with every such field.
 */
export function checkPlan({ charges = [], metadata }: PlanToCheck): void {
  const ofCharges = charges.flatMap((charge, index) =>
    chargeIssues(charge).map((issue) => ({ ...issue, path: ['charges', index, ...issue.path] })),
  );
  const issues = [...ofCharges, ...metadataIssues(metadata, mapLimits('plan'))];
  if (issues.length > 0) throw invalidInput(issues);
}
