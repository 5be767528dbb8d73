import type { Policy } from '../../configuration/settings.ts';
import type { Guide } from './guide.ts';

const POLICY: Readonly<Record<Policy, string>> = {
  block: 'this server makes no such change',
  confirm: 'somebody has to agree first',
  allow: 'such changes are made without asking, and written to the audit log',
};

function amounts(most: Readonly<Record<string, string>>): string {
  const each = Object.entries(most).map(([currency, amount]) =>
    currency === '*' ? `${amount} in any other currency` : `${amount} ${currency}`,
  );
  return each.length === 0 ? 'any amount' : `at most ${each.join(', ')}`;
}

/** Which changes ask first, and how. */
export const consentGuide: Guide = ({ settings }) => `# Consent

Changes that move money or credit, or that nobody can undo, need consent: ending a subscription, starting one or changing its plan, changing a plan in use, credits, coupons of customers, finalizing and collecting invoices, voiding, refunds and credit notes, usage with its own price (preciseAmount), deleting, and every write_operation.

Policy of this server: \`${settings.policy}\`: ${POLICY[settings.policy]}.${settings.readOnly ? ' It is read-only: there is no tool that changes anything.' : ''}

1. A client that can show a form asks the person itself, once. Nothing is to be done for it.
2. Any other client gets a preview with \`confirm_token\`, and nothing is changed. Show the preview. Only if the person agrees, make the same call with the same arguments and \`confirm_token\`.
3. A token is good for one use, a few minutes, this caller and this change. If what it rests on has changed meanwhile, such as the amount due, it is refused: make a new preview.
4. \`dry_run: true\` previews any change, and never makes it.

A person who declines has decided: do not ask again, and do not look for another way.

Limits: ${amounts(settings.maxAmount)} in one change, ${amounts(settings.maxAmountPerHour)} in an hour, and at most ${settings.maxChangesPerHour} changes that need consent in an hour.
`;
