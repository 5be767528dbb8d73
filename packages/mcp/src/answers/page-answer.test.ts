import { describe, expect, it } from 'vitest';
import { pageAnswer } from './page-answer.ts';

describe('pageAnswer', () => {
  it('counts the items and says how to get those that follow', () => {
    expect(
      pageAnswer({ noun: 'invoice', items: [{ id: '1' }, { id: '2' }], nextCursor: 'x' }),
    ).toMatchObject({
      summary: '2 invoices, and there are more.',
      facts: { items: [{ id: '1' }, { id: '2' }], nextCursor: 'x' },
      next: 'For more, call again with cursor: nextCursor.',
      warnings: undefined,
    });
  });

  it('says of the last page that there is no more by not naming any', () => {
    const answer = pageAnswer({ noun: 'customer', items: [{ id: '1' }] });
    expect(answer).toMatchObject({ summary: '1 customer.', facts: { items: [{ id: '1' }] } });
    expect(answer.next).toBeUndefined();
    expect(answer.facts).not.toHaveProperty('nextCursor');
  });

  it('says that there are none, in the words of the noun, with what they are of', () => {
    const noun = ['tax', 'taxes'] as const;
    expect(pageAnswer({ noun, items: [], about: 'of France' }).summary).toBe('No taxes of France.');
  });
});
