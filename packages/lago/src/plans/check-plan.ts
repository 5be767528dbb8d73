import { type Charge, type Issue, invalidInput } from '@billport/core';
import { chargeIssues } from '../charges/write-charge.ts';

/** Characters of a key and of a value of metadata (`facts/lago.md §b`, Plans). */
const LONGEST = { key: 100, value: 255 };

function* metadataIssues(metadata: Readonly<Record<string, string>>): Generator<Issue> {
  for (const [key, value] of Object.entries(metadata)) {
    const path = ['metadata', key];
    if (key.length > LONGEST.key) {
      const message = `Lago takes keys of at most ${LONGEST.key} characters: shorten it.`;
      yield { path, message, rule: 'too_big' };
    }
    if (value.length > LONGEST.value) {
      const message = `Lago takes values of at most ${LONGEST.value} characters: shorten it.`;
      yield { path, message, rule: 'too_big' };
    }
  }
}

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
  const issues = [...ofCharges, ...metadataIssues(metadata ?? {})];
  if (issues.length > 0) throw invalidInput(issues);
}
