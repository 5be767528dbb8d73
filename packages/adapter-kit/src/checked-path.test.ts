import { describe, expect, it } from 'vitest';
import { checkedPath } from './checked-path.ts';

describe('checkedPath', () => {
  it.each(['/things', '/things/a%2Eb%2Fc', '/things/a:b@c', '/api/v1'])('takes %s', (path) => {
    expect(checkedPath(path)).toBe(path);
  });

  it.each([
    'things',
    '//evil.example',
    '/things/',
    '/things?a=b',
    '/things#a',
    '/things/../secrets',
    '/things/%2e%2E',
    '/things/%E0%A4%A',
    '/a b',
    '/things\\..',
    7,
  ])('refuses %s', (path) => {
    expect(() => checkedPath(path as string)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });

  it('refuses what the base URL ends with already, and nothing that only begins alike', () => {
    expect(() => checkedPath('/api/v1/things', '/api/v1')).toThrow('Leave out /api/v1');
    expect(() => checkedPath('/%61pi/v1', '/api/v1')).toThrow('Leave out /api/v1');
    expect(checkedPath('/api/v10', '/api/v1')).toBe('/api/v10');
  });
});
