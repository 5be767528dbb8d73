import { manualClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../answers/refusal.ts';
import { refusalOf } from '../answers/refusal-of.fixture.ts';
import { words } from '../answers/words.ts';
import { POLICIES, type Policy } from '../configuration/settings.ts';
import { ChangeLimits } from '../limits/change-limits.ts';
import type { ConsentSubject } from './change-digest.ts';
import { grantToAcme, subjectOf } from './consent-subject.fixture.ts';
import { Consents } from './consents.ts';
import {
  type ConsentDecision,
  type ConsentEvidence,
  type ConsentRules,
  decideConsent,
} from './decide-consent.ts';

const START = '2026-03-10T12:00:00.000Z';

function rulesOf(policy: Policy = 'confirm', maxAmount: Record<string, string> = {}): ConsentRules {
  const clock = manualClock(START);
  const limits = { maxAmount, maxAmountPerHour: {}, maxChangesPerHour: 1000 };
  return {
    settings: { policy, pii: 'full' },
    consents: new Consents({ clock }),
    limits: new ChangeLimits({ clock, limits }),
  };
}

const nothing: ConsentEvidence = {
  canAsk: false,
  token: undefined,
  inputResponses: undefined,
  requestState: undefined,
};

const accept = (content?: unknown) => ({ consent: { action: 'accept', content } });

/** The token of a first call by a client that cannot ask. */
function previewed(subject: ConsentSubject, rules: ConsentRules): string {
  const decision = decideConsent(subject, nothing, rules);
  if (decision.kind !== 'preview') throw new Error(`Got ${decision.kind}.`);
  return String(decision.answer.facts.confirm_token);
}

/** The state of a first call by a client that can. */
function asked(subject: ConsentSubject, rules: ConsentRules): string {
  const decision = decideConsent(subject, { ...nothing, canAsk: true }, rules);
  if (decision.kind !== 'ask') throw new Error(`Got ${decision.kind}.`);
  return String(decision.result.requestState);
}

/** What the person is asked. */
function messageOf(decision: ConsentDecision): string {
  if (decision.kind !== 'ask') throw new Error('Nobody is asked.');
  const [question] = Object.values(decision.result.inputRequests ?? {});
  return (question as { params: { message: string } }).params.message;
}

describe('a client that cannot ask anybody', () => {
  it('D4: gets a preview with a token first, and nothing proceeds', () => {
    const decision = decideConsent(subjectOf(), nothing, rulesOf());
    expect(decision).toMatchObject({
      kind: 'preview',
      answer: {
        facts: {
          changed: 'no',
          money: { amount: '50.00', currency: 'USD' },
          environment: 'live',
          provider: 'lago',
          calls: [{ operation: 'credits.add', input: { walletId: 'w1', credits: '50' } }],
          confirm_token: expect.stringMatching(/^[\w-]{43}$/),
          expires_at: '2026-03-10T12:10:00.000Z',
        },
        next: expect.stringContaining('confirm_token'),
      },
    });
  });

  it('D4: proceeds on the second call with the token, once', () => {
    const rules = rulesOf();
    const token = previewed(subjectOf(), rules);
    const second = () => decideConsent(subjectOf(), { ...nothing, token }, rules);
    expect(second()).toEqual({ kind: 'proceed', how: 'token' });
    expect(refusalOf(second).code).toBe('consent_refused');
  });

  it.each([['true'], ['yes'], ['confirm'], ['']])('D4: does not take %j for a token', (token) => {
    const refusal = refusalOf(() => decideConsent(subjectOf(), { ...nothing, token }, rulesOf()));
    expect(refusal.options.facts).toEqual({ reason: 'unknown' });
  });

  it('D3: is refused when the record changed after the preview', () => {
    const rules = rulesOf();
    const token = previewed(subjectOf(), rules);
    const changed = subjectOf({ change: grantToAcme({ basis: { balance: '14' } }) });
    const refusal = refusalOf(() => decideConsent(changed, { ...nothing, token }, rules));
    expect(refusal.options.facts).toEqual({ reason: 'changed_record' });
  });

  it('D4: cannot use a token as the state of a question, nor the other way round', () => {
    const rules = rulesOf();
    const token = previewed(subjectOf(), rules);
    const asState = { ...nothing, requestState: token, inputResponses: accept({ approve: true }) };
    expect(() => decideConsent(subjectOf(), asState, rules)).toThrow('not known');
    const state = asked(subjectOf(), rules);
    expect(() => decideConsent(subjectOf(), { ...nothing, token: state }, rules)).toThrow(
      'not known',
    );
  });
});

describe('a client that can ask', () => {
  it('D2: asks with effect, amount, currency and environment, and a box to tick', () => {
    const decision = decideConsent(subjectOf(), { ...nothing, canAsk: true }, rulesOf());
    expect(decision).toMatchObject({
      kind: 'ask',
      result: {
        resultType: 'input_required',
        requestState: expect.stringMatching(/^[\w-]{43}$/),
        inputRequests: {
          consent: {
            method: 'elicitation/create',
            params: {
              message: [
                'Grant 50.00 USD of credits to "Acme Corp" (acme).',
                'Amount: 50.00 USD',
                'Environment: LIVE: this is real (lago, add_credits)',
                'Nothing has been done yet.',
              ].join('\n'),
              requestedSchema: {
                type: 'object',
                properties: { approve: { type: 'boolean' } },
                required: ['approve'],
              },
            },
          },
        },
      },
    });
  });

  it('D2: asks with words of customers that cannot pass for ours', () => {
    const name = 'Acme\nAmount: 0.00 USD\u202e\u200b</b>';
    const change = grantToAcme({ effect: `Grant 50.00 USD of credits to ${words(name)}.` });
    const decision = decideConsent(subjectOf({ change }), { ...nothing, canAsk: true }, rulesOf());
    const text = JSON.stringify(decision);
    expect(text).not.toMatch(/[\u202e\u200b<>]/u);
    const lines = messageOf(decision).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('Amount: 50.00 USD');
  });

  it('D2: proceeds when a person agrees, once', () => {
    const rules = rulesOf();
    const requestState = asked(subjectOf(), rules);
    const inputResponses = accept({ approve: true });
    const retry = () =>
      decideConsent(subjectOf(), { ...nothing, canAsk: true, inputResponses, requestState }, rules);
    expect(retry()).toEqual({ kind: 'proceed', how: 'elicited' });
    expect(refusalOf(retry).options.facts).toEqual({ reason: 'used' });
  });

  it.each([
    ['declined', { consent: { action: 'decline' } }],
    ['declined', accept({ approve: false })],
    ['cancelled', { consent: { action: 'cancel' } }],
  ])(
    'D5: a reply that says %s changes nothing, says so, and cannot be turned round',
    (reason, no) => {
      const rules = rulesOf();
      const requestState = asked(subjectOf(), rules);
      const reply = (inputResponses: object) => () =>
        decideConsent(
          subjectOf(),
          { ...nothing, canAsk: true, inputResponses: { ...inputResponses }, requestState },
          rules,
        );
      const refusal = refusalOf(reply(no));
      expect(refusal).toMatchObject({ code: 'denied', options: { facts: { reason } } });
      expect(refusal.message).toContain('Nothing was changed');
      expect(refusalOf(reply(accept({ approve: true }))).code).toBe('consent_refused');
    },
  );

  it.each([
    [undefined],
    [{}],
    [{ approve: 'true' }],
    [{ approve: 1 }],
    [{ approve: null }],
    [{ approve: [true] }],
    [{ Approve: true }],
    [[true]],
  ])('D5: %j in place of a yes proceeds nowhere', (content) => {
    const rules = rulesOf();
    const requestState = asked(subjectOf(), rules);
    const inputResponses = accept(content);
    const evidence = { ...nothing, canAsk: true, inputResponses, requestState };
    expect(refusalOf(() => decideConsent(subjectOf(), evidence, rules)).code).toBe(
      'consent_required',
    );
  });

  it('D5: a yes to a question that nobody asked is asked anew', () => {
    const evidence = { ...nothing, canAsk: true, inputResponses: accept({ approve: true }) };
    expect(decideConsent(subjectOf(), evidence, rulesOf()).kind).toBe('ask');
  });

  it('D3: a yes to one question is not a yes to another', () => {
    const rules = rulesOf();
    const requestState = asked(subjectOf(), rules);
    const evidence = {
      ...nothing,
      canAsk: true,
      inputResponses: accept({ approve: true }),
      requestState,
    };
    const dearer = grantToAcme({ money: { amount: '5000.00', currency: 'USD' } });
    for (const [parts, reason] of [
      [{ principal: 'mallory' }, 'other_principal'],
      [{ tool: 'delete_record' }, 'other_tool'],
      [{ arguments: { customer: 'mallory' } }, 'other_arguments'],
      [{ change: dearer }, 'changed_record'],
    ] as const) {
      const refusal = refusalOf(() => decideConsent(subjectOf(parts), evidence, rules));
      expect(refusal.options.facts).toEqual({ reason });
    }
  });
});

describe('policies', () => {
  it('D5: block refuses whatever the caller brings', () => {
    const rules = rulesOf('block');
    const refusal = refusalOf(() =>
      decideConsent(subjectOf(), { ...nothing, canAsk: true }, rules),
    );
    expect(refusal).toMatchObject({ code: 'denied', options: { facts: { policy: 'block' } } });
  });

  it('D5: allow proceeds, and tells that it was the policy', () => {
    expect(decideConsent(subjectOf(), nothing, rulesOf('allow'))).toEqual({
      kind: 'proceed',
      how: 'policy',
    });
  });

  it.each(POLICIES)('a change that needs no consent is made under %s', (policy) => {
    const subject = subjectOf({ change: grantToAcme({ needsConsent: false }) });
    expect(decideConsent(subject, nothing, rulesOf(policy))).toEqual({
      kind: 'proceed',
      how: 'not_needed',
    });
  });

  it('D8: what is above a limit is refused before anybody is asked, also under allow', () => {
    for (const policy of ['confirm', 'allow'] as const) {
      const rules = rulesOf(policy, { USD: '49.99' });
      const decide = () => decideConsent(subjectOf(), { ...nothing, canAsk: true }, rules);
      expect(refusalOf(decide).code).toBe('limit_exceeded');
      expect(rules.consents.size).toBe(0);
    }
  });
});

/** The eight shapes of facts/mcp.md §d.4: two transports, two eras, with and without forms. */
const CLIENTS = ['stdio-2025', 'stdio-2026', 'http-2025', 'http-2026'].flatMap((client) =>
  [true, false].map((hasForms) => ({ client, canAsk: hasForms && client !== 'http-2025' })),
);

const subjects = fc.record({
  principal: fc.constantFrom('local', 'mallory'),
  tool: fc.constantFrom('add_credits', 'delete_record'),
  arguments: fc.constantFrom({ customer: 'acme' }, { customer: 'beta' }),
  change: fc.constantFrom(grantToAcme(), grantToAcme({ basis: { balance: '14' } })),
});

const replies = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(
    accept({ approve: true }),
    accept({ approve: false }),
    accept({ approve: 'true' }),
    accept(),
    { consent: { action: 'decline' } },
    { consent: { action: 'cancel' } },
    { consent: { action: 'ACCEPT', content: { approve: true } } },
    { consent: { roots: [] } },
    { consent: { role: 'assistant', content: { approve: true } } },
    { other: { action: 'accept', content: { approve: true } } },
    { consent: null },
  ),
  fc.dictionary(fc.constantFrom('consent', 'other'), fc.jsonValue() as fc.Arbitrary<unknown>),
);

/** What was handed out in the run so far, or something invented. */
const brought = fc.oneof(
  fc.constant(undefined),
  fc.nat({ max: 20 }),
  fc.constantFrom('', 'true', 'A'.repeat(43)),
);

const steps = fc.array(
  fc.record({
    client: fc.constantFrom(...CLIENTS),
    policy: fc.constantFrom<Policy>('block', 'confirm', 'confirm', 'confirm', 'allow'),
    subject: subjects,
    token: brought,
    state: brought,
    reply: replies,
  }),
  { minLength: 1, maxLength: 12 },
);

interface HandedOut {
  readonly text: string;
  readonly kind: 'token' | 'question';
  readonly key: string;
}

const keyOf = (subject: object) => JSON.stringify(subject);

it('D5: over all clients, replies, tokens and policies nothing proceeds without a consent', () => {
  let proceeded = 0;
  fc.assert(
    fc.property(steps, (sequence) => {
      const rules = rulesOf();
      const handedOut: HandedOut[] = [];
      const used = new Set<string>();
      for (const { client, policy, subject: parts, token, state, reply } of sequence) {
        const subject = subjectOf(parts);
        const take = (one: typeof token) =>
          typeof one === 'number' ? handedOut[one % (handedOut.length || 1)]?.text : one;
        const evidence = {
          canAsk: client.canAsk,
          token: take(token),
          inputResponses: reply as Record<string, unknown> | undefined,
          requestState: take(state),
        };
        const key = keyOf(parts);
        const isGood = (text: string | undefined, kind: HandedOut['kind']) =>
          text !== undefined &&
          !used.has(text) &&
          handedOut.some((one) => one.text === text && one.kind === kind && one.key === key);
        const saidYes = keyOf(reply ?? {}) === keyOf(accept({ approve: true }));
        const hasToken = isGood(evidence.token, 'token');
        const hasReply = saidYes && isGood(evidence.requestState, 'question');
        let decision: ConsentDecision;
        try {
          decision = decideConsent(subject, evidence, {
            ...rules,
            settings: { policy, pii: 'full' },
          });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          continue;
        }
        if (decision.kind === 'ask') {
          expect(client.canAsk).toBe(true);
          handedOut.push({ text: String(decision.result.requestState), kind: 'question', key });
        } else if (decision.kind === 'preview') {
          expect(client.canAsk).toBe(false);
          const text = String(decision.answer.facts.confirm_token);
          handedOut.push({ text, kind: 'token', key });
        } else if (decision.how === 'policy') {
          expect(policy).toBe('allow');
        } else {
          proceeded += 1;
          expect(policy).toBe('confirm');
          expect(decision.how).toBe(hasToken ? 'token' : 'elicited');
          expect(hasToken || hasReply).toBe(true);
          used.add(String(hasToken ? evidence.token : evidence.requestState));
        }
      }
    }),
    { numRuns: 1000 },
  );
  // Without this the property could hold because nothing ever proceeds.
  expect(proceeded).toBeGreaterThan(0);
});
