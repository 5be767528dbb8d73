import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeFailure, isPassed, runVector } from './run-vectors.ts';
import { parseVectors } from './vector.ts';

const vectors = parseVectors(
  readFileSync(new URL('./rating-vectors.json', import.meta.url), 'utf8'),
);

describe('rating vectors', () => {
  it.each(vectors)('$kind $id', (vector) => {
    const outcome = runVector(vector);
    expect(isPassed(outcome), describeFailure(outcome).join('\n')).toBe(true);
  });
});
