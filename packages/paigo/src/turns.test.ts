import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns', () => {
  it('begins the work of one key when all before it has ended, and of other keys at once', async () => {
    const turns = new Turns();
    const begun: string[] = [];
    const work = (name: string) => {
      const gate = Promise.withResolvers<string>();
      const key = name.slice(0, 1);
      const done = turns.take(key, () => {
        begun.push(name);
        return gate.promise;
      });
      return { ...gate, done };
    };
    const [a1, a2, b1] = [work('a1'), work('a2'), work('b1')];
    await Promise.resolve();
    expect(begun).toEqual(['a1', 'b1']);
    a1.reject(new Error('failed'));
    await expect(a1.done).rejects.toThrow('failed');
    a2.resolve('second');
    b1.resolve('other');
    expect(await Promise.all([a2.done, b1.done])).toEqual(['second', 'other']);
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });
});
