import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../answers/refusal-of.fixture.ts';
import { type ConsentRequest, Consents } from './consents.ts';

const START = '2026-03-10T12:00:00.000Z';
const TEN_MINUTES_LATER = '2026-03-10T12:10:00.000Z';

const request: ConsentRequest = {
  purpose: 'token',
  principal: 'local',
  tool: 'add_credits',
  arguments: 'arguments-1',
  change: 'change-1',
};

function started(most?: number) {
  const clock = manualClock(START);
  return { clock, consents: new Consents({ clock, most }) };
}

describe('Consents', () => {
  it('D3: lets a consent be redeemed once', () => {
    const { consents } = started();
    const token = consents.issue(request);
    consents.redeem(token, request);
    const refusal = refusalOf(() => consents.redeem(token, request));
    expect(refusal).toMatchObject({
      code: 'consent_refused',
      options: { facts: { reason: 'used' } },
    });
    expect(refusal.message).toContain('Nothing was changed');
  });

  it('D3: lets one of many that redeem at the same time through', async () => {
    const { consents } = started();
    const token = consents.issue(request);
    const redeem = async () => consents.redeem(token, request);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, redeem));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each<[string, Partial<ConsentRequest>]>([
    ['other_principal', { principal: 'somebody' }],
    ['other_tool', { tool: 'delete_record' }],
    ['other_arguments', { arguments: 'arguments-2', change: 'change-2' }],
    ['unknown', { purpose: 'question' }],
  ])('D3: refuses as %s, and keeps the consent for its own request', (reason, other) => {
    const { consents } = started();
    const token = consents.issue(request);
    const refusal = refusalOf(() => consents.redeem(token, { ...request, ...other }));
    expect(refusal).toMatchObject({ code: 'consent_refused', options: { facts: { reason } } });
    expect(() => consents.redeem(token, request)).not.toThrow();
  });

  it('D3: refuses a changed record, says so, and the consent is gone', () => {
    const { consents } = started();
    const token = consents.issue(request);
    const refusal = refusalOf(() => consents.redeem(token, { ...request, change: 'change-2' }));
    expect(refusal.options.facts).toEqual({ reason: 'changed_record' });
    expect(refusal.message).toContain('The record changed between preview and confirmation');
    expect(refusal.options.next).toContain('new preview');
    expect(refusalOf(() => consents.redeem(token, request)).options.facts).toEqual({
      reason: 'used',
    });
  });

  it('D3: refuses a tampered and an invented one', () => {
    const { consents } = started();
    const token = consents.issue(request);
    const tampered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const other of [tampered, '', 'true', token.toLowerCase().repeat(2)]) {
      const refusal = refusalOf(() => consents.redeem(other, request));
      expect(refusal.options.facts).toEqual({ reason: 'unknown' });
    }
  });

  it('D3: is good until ten minutes are over, and no longer', () => {
    const { clock, consents } = started();
    const early = consents.issue(request);
    const late = consents.issue(request);
    clock.moveTo('2026-03-10T12:09:59.999Z');
    consents.redeem(early, request);
    clock.moveTo(TEN_MINUTES_LATER);
    expect(refusalOf(() => consents.redeem(late, request)).options.facts).toEqual({
      reason: 'expired',
    });
  });

  it('D3: is never good for longer than ten minutes', () => {
    const consents = new Consents({ clock: manualClock(START), ttlMs: 3_600_000 });
    expect(consents.nextExpiry).toBe(Date.parse(TEN_MINUTES_LATER));
  });

  it('D3: knows nothing of consents of another start of the server', () => {
    const token = started().consents.issue(request);
    const refusal = refusalOf(() => started().consents.redeem(token, request));
    expect(refusal.options.facts).toEqual({ reason: 'unknown' });
  });

  it('D3: makes texts of 256 bits, never the same', () => {
    const { consents } = started();
    const tokens = Array.from({ length: 1000 }, () => consents.issue(request));
    expect(new Set(tokens).size).toBe(1000);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  it('takes back what was declined, for its own principal only', () => {
    const { consents } = started();
    const token = consents.issue(request);
    consents.withdraw(token, 'somebody');
    expect(() => consents.redeem(token, request)).not.toThrow();
    const second = consents.issue(request);
    consents.withdraw(second, 'local');
    expect(refusalOf(() => consents.redeem(second, request)).options.facts).toEqual({
      reason: 'used',
    });
  });

  it('remembers no more than it may, and one caller pushes out its own first', () => {
    const { consents } = started(3);
    const ofOther = consents.issue({ ...request, principal: 'other' });
    const tokens = Array.from({ length: 10 }, () => consents.issue(request));
    expect(consents.size).toBe(3);
    expect(() => consents.redeem(ofOther, { ...request, principal: 'other' })).not.toThrow();
    expect(() => consents.redeem(tokens[9] as string, request)).not.toThrow();
    expect(refusalOf(() => consents.redeem(tokens[0] as string, request)).options.facts).toEqual({
      reason: 'unknown',
    });
  });

  it('pushes out the oldest of all for a caller that has none', () => {
    const { consents } = started(2);
    const first = consents.issue(request);
    consents.issue(request);
    consents.issue({ ...request, principal: 'other' });
    expect(consents.size).toBe(2);
    expect(() => consents.redeem(first, request)).toThrow('not known');
  });

  it('forgets what has been expired for ten minutes', () => {
    const { clock, consents } = started();
    for (let count = 0; count < 100; count++) consents.issue(request);
    clock.moveTo('2026-03-10T12:20:00.000Z');
    consents.issue(request);
    expect(consents.size).toBe(1);
  });
});
