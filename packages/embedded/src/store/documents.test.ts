import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Documents } from './documents.ts';
import { openMemoryDatabase } from './memory-database.fixture.ts';

interface Paper {
  readonly name: string;
  readonly email?: string;
}

const papers = () => new Documents<Paper>(openMemoryDatabase(), 'customers', 'customer');
/** The table with columns beside the key; each row needs them all. */
const applied = () =>
  new Documents<Paper, 'customer' | 'coupon' | 'status'>(
    openMemoryDatabase(),
    'applied_coupons',
    'applied coupon',
  );

describe('Documents', () => {
  it('keeps any JSON object under any key', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, fc.record({ name: text, email: text }), (key, paper) => {
        fc.pre(key.isWellFormed() && paper.name.isWellFormed() && paper.email.isWellFormed());
        // Text of SQLite ends at a zero character; keys of the contract have none.
        fc.pre(!key.includes('\0'));
        const documents = papers();
        documents.insert(key, paper, {});
        expect(documents.get(key)).toEqual(paper);
        expect(documents.find(`${key}x`)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('hands out copies: changing one changes nothing that is stored', () => {
    const documents = papers();
    documents.insert('a', { name: 'A' }, {});
    Object.assign(documents.get('a'), { name: 'B' });
    expect(documents.get('a')).toEqual({ name: 'A' });
  });

  it('refuses a key that is taken, and does not know one that is not there', () => {
    const documents = papers();
    documents.insert('a', { name: 'A' }, {});
    expect(() => documents.insert('a', { name: 'B' }, {})).toThrow(
      expect.objectContaining({
        code: 'already_exists',
        details: { resource: 'customer', key: 'a' },
      }),
    );
    expect(documents.get('a')).toEqual({ name: 'A' });
    documents.remove('a');
    for (const read of [() => documents.get('a'), () => documents.shared('a')]) {
      expect(read).toThrow(
        expect.objectContaining({ code: 'not_found', details: { resource: 'customer', key: 'a' } }),
      );
    }
    documents.insert('a', { name: 'C' }, {});
    expect(documents.get('a')).toEqual({ name: 'C' });
  });

  it('shares one object until the document changes', () => {
    const documents = papers();
    documents.insert('a', { name: 'A' }, {});
    const first = documents.shared('a');
    expect(documents.shared('a')).toBe(first);
    documents.replace('a', { name: 'B' });
    expect(documents.shared('a')).toEqual({ name: 'B' });
    expect(first).toEqual({ name: 'A' });
  });

  it('finds by columns, one value or any of several, oldest first', () => {
    const documents = applied();
    const columns = { customer: 'acme', coupon: 'ten', status: 'active' };
    documents.insert('1', { name: 'one' }, columns);
    documents.insert('2', { name: 'two' }, { ...columns, coupon: 'five' });
    documents.insert('3', { name: 'three' }, { ...columns, customer: 'other' });
    documents.replace('1', { name: 'one' }, { status: 'terminated' });
    const found = (where: Parameters<typeof documents.all>[0]) =>
      documents.all(where).map(({ name }) => name);
    expect(found({})).toEqual(['one', 'two', 'three']);
    expect(found({ customer: 'acme' })).toEqual(['one', 'two']);
    expect(found({ customer: 'acme', status: 'active' })).toEqual(['two']);
    expect(found({ coupon: ['five', 'ten'], customer: undefined })).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(found({ coupon: [] })).toEqual([]);
  });

  it('pages newest first, without gap or repeat, whatever the size of a page', () => {
    fc.assert(
      fc.property(fc.nat({ max: 12 }), fc.integer({ min: 1, max: 5 }), (count, limit) => {
        const documents = papers();
        for (let index = 0; index < count; index++) {
          documents.insert(`k${index}`, { name: String(index) }, {});
        }
        const walked: string[] = [];
        let cursor: string | undefined;
        do {
          const page = documents.page({ limit, cursor });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          walked.push(...page.items.map(({ name }) => name));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(walked).toEqual(
          Array.from({ length: count }, (_, index) => String(count - 1 - index)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('gives 50 items when no limit is named', () => {
    const documents = papers();
    for (let index = 0; index < 51; index++) documents.insert(`k${index}`, { name: 'n' }, {});
    const page = documents.page({});
    expect(page.items).toHaveLength(50);
    expect(page.nextCursor).toBeDefined();
  });

  it('goes on where it was when newer documents come in between', () => {
    const documents = papers();
    for (const key of ['a', 'b', 'c']) documents.insert(key, { name: key }, {});
    const { nextCursor: cursor } = documents.page({ limit: 2 });
    documents.insert('d', { name: 'd' }, {});
    expect(documents.page({ limit: 2, cursor }).items).toEqual([{ name: 'a' }]);
  });

  it('searches the named fields only, and takes wildcards literally', () => {
    const documents = papers();
    documents.insert('a', { name: 'x%y', email: 'one@example.com' }, {});
    documents.insert('b', { name: 'x_y\\"' }, {});
    documents.insert('c', { name: 'xzy', email: 'X%Y' }, {});
    const found = (text: string, fields: ('name' | 'email')[]) =>
      documents.page({}, {}, { text, fields }).items.map(({ name }) => name);
    expect(found('X%Y', ['name'])).toEqual(['x%y']);
    expect(found('x_y', ['name', 'email'])).toEqual(['x_y\\"']);
    expect(found('x%y', ['name', 'email'])).toEqual(['xzy', 'x%y']);
    expect(found('\\"', ['name'])).toEqual(['x_y\\"']);
    expect(found('email', ['name', 'email'])).toEqual([]);
    expect(found('example', ['name'])).toEqual([]);
  });

  it('refuses a cursor that is none', () => {
    expect(() => papers().page({ cursor: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
