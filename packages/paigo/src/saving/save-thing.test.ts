import { describe, expect, it } from 'vitest';
import { type Changes, PutHabit } from './put-habit.ts';
import { saveThing } from './save-thing.ts';

interface Thing extends Changes {
  readonly name?: string;
  readonly increment?: string;
  readonly price?: string;
  readonly included?: number;
}

/** A thing at Paigo, and the bodies of its changes. */
function stored(thing: Thing) {
  let now = thing;
  const bodies: Thing[] = [];
  const toSave = {
    name: 'the thing',
    lookup: 'look for it',
    habit: new PutHabit({ defaults: {}, required: [] }),
    together: ['increment', 'price'],
    fieldsOf: (wire: Thing) => wire,
    read: async () => now,
    put: async (body: Thing) => {
      bodies.push(body);
      now = { ...now, ...body };
    },
  };
  return { bodies, save: (changes: Thing) => saveThing(toSave, () => changes) };
}

describe('saveThing', () => {
  const thing = { name: 'a', increment: '1', price: '2', included: 5 };

  it('sends fields that hold only together where one of them changes', async () => {
    const { bodies, save } = stored(thing);
    await save({ ...thing, price: '3' });
    expect(bodies).toEqual([{ increment: '1', price: '3' }]);
  });

  it('leaves fields alone that a change does not name', async () => {
    const { bodies, save } = stored(thing);
    await save({ price: '3' });
    expect(bodies).toEqual([{ price: '3' }]);
  });

  it('sends none of them where none changes', async () => {
    const { bodies, save } = stored(thing);
    await save({ ...thing, name: 'b' });
    await save({ ...thing, name: 'b' });
    expect(bodies).toEqual([{ name: 'b' }]);
  });
});
