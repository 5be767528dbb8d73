import type { Guide } from './guide.ts';

/** Who chooses keys, and what may stand in their place. */
export const keysGuide: Guide = ({ limits: { idempotencyKeys } }) => `# Keys, codes and ids

| thing | its name in the contract | who chooses it |
| --- | --- | --- |
| customer | customerKey | you |
| subscription | subscriptionKey | you |
| plan, metric, coupon, tax | code | you |
| invoice, wallet, credit note, fee | id | the provider |
| usage event | id | you, so that it is counted once |

- An argument that is called \`customer\`, \`subscription\`, \`plan\`, \`metric\`, \`invoice\`, \`wallet\` or \`coupon\` takes the key, code or id, and also a name, an e-mail address or an invoice number.
- A part of a name is never enough, and an ambiguous name does nothing: the answer has the candidates. Ask which one is meant; do not choose.
- A key is looked for as it is written first; where nothing has it, and for names, small and large letters are alike.
- \`idempotency_key\` names a change. Use a new one for each thing that is wanted, and the same one to repeat it: it has one effect. ${idempotencyKeys ? 'This provider keeps such keys itself.' : 'This provider keeps no such keys: they hold within one process of this server.'}
- With other arguments the same key is refused.
`;
