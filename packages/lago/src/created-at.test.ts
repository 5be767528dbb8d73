import { describe, expect, it } from 'vitest';
import { createdAt } from './created-at.ts';

describe('createdAt', () => {
  it('writes moments with milliseconds, which most of Lago has not', () => {
    expect(createdAt({ created_at: '2026-01-02T03:04:05Z' })).toBe('2026-01-02T03:04:05.000Z');
  });

  it('refuses what is no moment', () => {
    expect(() => createdAt({ created_at: 'yesterday' })).toThrow(
      expect.objectContaining({ code: 'malformed_response' }),
    );
  });
});
