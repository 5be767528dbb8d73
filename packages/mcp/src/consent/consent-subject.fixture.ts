import { words } from '../answers/words.ts';
import type { Change } from '../tools/change.ts';
import type { ConsentSubject } from './change-digest.ts';

/** Fifty dollars of credits to Acme, with parts replaced. */
export function grantToAcme(parts: Partial<Change> = {}): Change {
  return {
    effect: `Grant 50.00 USD of credits to ${words('Acme Corp')} (acme).`,
    needsConsent: true,
    money: { amount: '50.00', currency: 'USD' },
    targets: ['customer:acme', 'wallet:w1'],
    basis: { balance: '15' },
    calls: [
      { operation: 'credits.add', input: { walletId: 'w1', kind: 'granted', credits: '50' } },
    ],
    show: () => ({ summary: 'Granted.', facts: {} }),
    ...parts,
  };
}

/** Somebody local who wants that done by `add_credits` at a live provider. */
export function subjectOf(parts: Partial<ConsentSubject> = {}): ConsentSubject {
  return {
    principal: 'local',
    provider: 'lago',
    environment: 'live',
    tool: 'add_credits',
    arguments: { customer: 'acme', credits: '50' },
    change: grantToAcme(),
    ...parts,
  };
}
