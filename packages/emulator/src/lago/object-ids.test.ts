import { describe, expect, it } from 'vitest';
import { ObjectIds } from './object-ids.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/;

describe("Lago's ids", () => {
  it('are UUIDs, another one for each thing and the same for the same', () => {
    const ids = new ObjectIds();
    const id = ids.of('customer', 'acme');
    expect(id).toMatch(UUID);
    expect(ids.of('customer', 'acme')).toBe(id);
    expect(ids.of('plan', 'acme')).not.toBe(id);
    expect(ids.next()).not.toBe(ids.next());
  });

  it('lead back to the thing, if it is of the kind', () => {
    const ids = new ObjectIds();
    const id = ids.of('customer', 'acme');
    expect(ids.keyOf('customer', id)).toBe('acme');
    expect(ids.keyOf('plan', id)).toBeUndefined();
    expect(ids.keyOf('customer', 'none')).toBeUndefined();
  });

  it('are given again to a later thing of the key', () => {
    const ids = new ObjectIds();
    const id = ids.of('customer', 'acme');
    ids.release('customer', 'acme');
    expect(ids.of('customer', 'acme')).not.toBe(id);
    expect(ids.keyOf('customer', id)).toBe('acme');
  });

  it('are the same in the next run', () => {
    expect(new ObjectIds().next()).toBe(new ObjectIds().next());
    expect(new ObjectIds('other').next()).not.toBe(new ObjectIds().next());
  });
});
