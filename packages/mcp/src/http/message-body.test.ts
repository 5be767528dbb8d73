import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessOf, readMessages } from './message-body.ts';

const LIMITS = { maxDepth: 8, maxBatch: 2 };

function read(body: string | Uint8Array<ArrayBuffer>) {
  return readMessages(new Request('http://localhost/mcp', { method: 'POST', body }), LIMITS);
}

/** Lists in each other, `depth` of them. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

async function statusOf(body: string | Uint8Array<ArrayBuffer>): Promise<number | undefined> {
  const answer = await read(body);
  return answer instanceof Response ? answer.status : undefined;
}

describe('depth', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
      : 0;

  it('is that of the deepest object or list', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (value, most) => {
        const isDeeper = excessOf(value, { maxDepth: most, maxValues: Infinity }) === 'depth';
        expect(isDeeper).toBe(depthOf(value) > most);
      }),
    );
  });

  it('of a hundred thousand lists is measured without running out of stack', () => {
    const limits = { maxDepth: 32, maxValues: 20_000 };
    expect(excessOf(JSON.parse(nested(100_000)), limits)).toBe('depth');
  });
});

describe('the count of values', () => {
  const countOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, inner) => sum + countOf(inner), 1)
      : 1;

  it('is that of all values at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 40 }), (value, most) => {
        const limits = { maxDepth: Infinity, maxValues: most };
        expect(excessOf(value, limits) === 'values').toBe(countOf(value) > most);
      }),
    );
  });
});

describe('S3: a body', () => {
  it('may be as deep as the limit and no deeper', async () => {
    expect(await read(`{"a":${nested(7)}}`)).toEqual({ body: { a: JSON.parse(nested(7)) } });
    expect(await statusOf(`{"a":${nested(8)}}`)).toBe(400);
  });

  it('may be a batch as long as the limit, of messages that are as deep as one alone', async () => {
    const message = `{"a":${nested(7)}}`;
    expect(await statusOf(`[${message},${message}]`)).toBeUndefined();
    expect(await statusOf('[1,2,3]')).toBe(400);
  });

  it('may have twenty thousand values and no more, whatever they lie in', async () => {
    const names = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1])));
    expect(await statusOf(names(19_999))).toBeUndefined();
    expect(await statusOf(names(20_000))).toBe(400);
  });

  it.each(['', '{', 'nothing', '{"a":1}{"a":2}'])(
    'is refused when it is no JSON: %j',
    async (text) => {
      expect(await statusOf(text)).toBe(400);
    },
  );

  it('is refused when its bytes are no text, and not read as something near', async () => {
    expect(await statusOf(new Uint8Array([0x22, 0xc3, 0x28, 0x22]))).toBe(400);
  });
});
