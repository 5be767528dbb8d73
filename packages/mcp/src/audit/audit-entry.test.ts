import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkRecord } from './audit-entry.ts';
import { recordOf } from './audit-record.fixture.ts';

const shortHash = (text: string) =>
  `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

describe('checkRecord', () => {
  it('S8: keeps ids and keys as they are', () => {
    expect(checkRecord(recordOf({ code: 'not_found', follows: 7 }))).toEqual({
      ...recordOf(),
      code: 'not_found',
      follows: 7,
    });
  });

  it.each([
    'jane.doe@acme.example',
    'https://pay.example/s/cs_live_1?key=2',
    'Jane Doe',
    'Bearer sk_live_1',
    'line\nend',
    'x'.repeat(201),
    'Ünal',
  ])('S8: keeps nothing of %j but a digest', (text) => {
    const checked = checkRecord(
      recordOf({ principal: text, providerRequestId: text, targets: [`customer:${text}`, text] }),
    );
    expect(JSON.stringify(checked)).not.toContain(JSON.stringify(text).slice(1, -1));
    expect(checked.principal).toBe(shortHash(text));
    expect(checked.providerRequestId).toBe(shortHash(text));
    expect(checked.targets[0]).toBe(`customer:${shortHash(text)}`);
  });

  it('S8: counts targets that are too many for one line', () => {
    const targets = Array.from({ length: 150 }, (_, index) => `event:e${index}`);
    const checked = checkRecord(recordOf({ targets }));
    expect(checked.targets).toHaveLength(100);
    expect(checked.targets.slice(98)).toEqual(['event:e98', 'more:51']);
  });

  it.each<[string, object]>([
    ['a field of its own', { message: 'The card of Jane was declined.' }],
    ['arguments in clear', { arguments: '{"email":"a@b.example"}' }],
    ['a decision that there is none of', { decision: 'maybe' }],
    ['a sentence for a code', { code: 'The card was declined.' }],
  ])('S8: refuses %s', (_, parts) => {
    expect(() => checkRecord(recordOf(parts))).toThrow();
  });
});
