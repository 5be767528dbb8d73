import { type OperationId, operations } from '@billport/core';
import { z } from 'zod';
import { BILLING_SYNONYMS } from './billing-synonyms.ts';
import { SearchIndex, stemsOf } from './bm25.ts';
import { fieldsIn, type JsonSchema } from './schema-outline.ts';

/** What a word counts that stands for one of the query, which itself counts 1. */
const SYNONYM_WEIGHT = 0.7;

/** How much a word counts by where it stands (`facts/mcp.md §d.7`). */
const WEIGHTS = { id: 3, summary: 2, field: 0.6, description: 0.2 };

/** The input of an operation as JSON Schema. */
export function inputSchema(id: OperationId): JsonSchema {
  const operation = operations.get(id);
  if (operation === undefined) throw new RangeError(`no operation ${id}`);
  return z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' });
}

function buildIndex(): SearchIndex {
  const documents = [...operations].map(([id, { summary }]) => ({
    id,
    texts: [
      { text: id.replace('.', ' '), weight: WEIGHTS.id },
      { text: summary, weight: WEIGHTS.summary },
      ...[...fieldsIn([inputSchema(id)])].flatMap(([name, { description }]) => [
        { text: name, weight: WEIGHTS.field },
        { text: description ?? '', weight: WEIGHTS.description },
      ]),
    ],
  }));
  return new SearchIndex(documents);
}

let index: SearchIndex | undefined;

/** Synonyms by the stems of what they stand for. */
const SYNONYMS = Object.entries(BILLING_SYNONYMS).map(
  ([said, meant]) => [stemsOf(said).join(' '), stemsOf(meant)] as const,
);

/** Stems of a query and of what its words stand for, each with what it counts. */
function queryStems(query: string): Map<string, number> {
  const said = stemsOf(query);
  const stems = new Map(said.map((stem) => [stem, 1]));
  const text = ` ${said.join(' ')} `;
  for (const [phrase, meant] of SYNONYMS) {
    if (!text.includes(` ${phrase} `)) continue;
    for (const stem of meant) stems.set(stem, Math.max(stems.get(stem) ?? 0, SYNONYM_WEIGHT));
  }
  return stems;
}

/** The operations that fit the words of a query best, best first. */
export function searchIndex(query: string, limit: number): OperationId[] {
  index ??= buildIndex();
  return index.search(queryStems(query), limit).map(({ id }) => id as OperationId);
}
