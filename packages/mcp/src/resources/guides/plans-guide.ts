import type { ChargeModel } from '@billport/core';
import { CHARGE_EXAMPLES } from './charge-examples.ts';
import type { Guide } from './guide.ts';

function example(model: string, isServed: boolean): string {
  const { says, charge } = CHARGE_EXAMPLES[model as ChargeModel];
  const where = isServed ? '' : ' (not at this provider)';
  return `## ${model}${where}\n\n${says}\n\n\`\`\`json\n${JSON.stringify(charge)}\n\`\`\`\n`;
}

/** How plans are written. */
export const plansGuide: Guide = ({ limits: { chargeModels, intervals } }) => `# Plans

A plan has a base price for each interval, which may be zero, and charges for usage. Make the metrics first with \`save_metric\`, then the plan with \`save_plan\`, then \`create_subscription\`.

- \`interval\`: ${intervals.join(', ')} at this provider.
- \`timing\`: \`advance\` bills the base price at the start of the period, \`arrears\` at its end. Charges have a \`timing\` of their own; \`advance\` bills each event at once.
- Bounds of tiers rise, and the last one is open: \`"upTo": null\`.
- A free allowance is a first tier with the price 0, or \`freeUnits\` of a package.
- \`minimum\` of a charge, such as \`{"amount": "5.00", "currency": "USD"}\`, and \`minimumCommitment\` of the plan, \`{"amount": {"amount": "5.00", "currency": "USD"}}\`, are the least that a period costs.
- A plan that is in use changes for its subscriptions too: that needs consent.

${Object.keys(CHARGE_EXAMPLES)
  .map((model) => example(model, chargeModels.includes(model as ChargeModel)))
  .join('\n')}`;
