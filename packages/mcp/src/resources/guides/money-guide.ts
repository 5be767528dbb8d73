import type { Guide } from './guide.ts';

/** How amounts are written. */
export const moneyGuide: Guide = ({ limits: { currencies, wholeUnits } }) => `# Money and amounts

- An amount is \`{"amount": "12.50", "currency": "USD"}\`: a decimal string in major units, and a code of ISO 4217. Never a number: \`0.1 + 0.2\` is \`"0.3"\` here.
- As many decimals as the currency has: \`"12.50"\` USD, \`"1250"\` JPY, \`"12.500"\` KWD. More of them are refused, not rounded.
- The price of one unit (\`unitAmount\`) and rates may have any digits: \`"0.000015"\`. Fees are rounded once, to the digits of the currency.
- A rate is in percent: \`"2.9"\` is 2.9 %, \`"20"\` a tax of 20 %.
- Units and credits are decimal strings too. A credit is worth what its wallet says: amount = credits × \`creditValue\`.
- Nobody converts currencies: a customer, a plan and an invoice each have one.
- What a change moves is held against the limits of this server, also the sum of \`preciseAmount\` of usage events. A coupon of a percentage has no amount before there are invoices: no limit on amounts applies to it, but giving it needs consent.
- Currencies of plans at this provider: ${currencies === 'all' ? 'all of ISO 4217' : currencies.join(', ')}.${wholeUnits === true ? ' It bills whole units where a metric names no rounding.' : ''}
`;
