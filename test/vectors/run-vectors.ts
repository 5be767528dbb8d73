import { runAggregation } from './aggregation.ts';
import { runCharge } from './charge.ts';
import { compareFields, type Difference } from './compare.ts';

import { runScenario } from './scenario/index.ts';
import type { Vector } from './vector.ts';

/** What came of one vector: passed when there is neither a reason nor a difference. */
export interface Outcome {
  readonly vector: Vector;
  readonly differences: readonly Difference[];
  /** Why there is no result to compare. */
  readonly reason?: string;
}

/** The topic of a charge or an aggregation is its name, with or without a variant. */
function checkTopic(topic: string, name: unknown): void {
  if (topic !== name && !topic.startsWith(`${name}_`)) {
    throw new Error(`topic ${JSON.stringify(topic)} does not fit the input: ${name}.`);
  }
}

function resultOf({ kind, topic, input }: Vector): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'charge':
      checkTopic(topic, input.charge_model);
      return runCharge(input);
    case 'aggregation':
      checkTopic(topic, input.aggregation);
      return runAggregation(input);
    case 'scenario':
      return runScenario({ topic, input }) as Readonly<Record<string, unknown>>;
    default:
      throw new Error(`kind ${JSON.stringify(kind)} is unknown.`);
  }
}

/** Runs one vector. Whatever keeps it from a result is its reason to fail. */
export function runVector(vector: Vector): Outcome {
  if (Object.keys(vector.expected).length === 0) {
    return { vector, differences: [], reason: 'expected has no field to compare.' };
  }
  try {
    return { vector, differences: compareFields(vector.expected, resultOf(vector)) };
  } catch (error) {
    return { vector, differences: [], reason: (error as Error).message };
  }
}

/** Whether the vector gave what is expected of it. */
export const isPassed = ({ differences, reason }: Outcome): boolean =>
  differences.length === 0 && reason === undefined;

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Lines that say what is wrong with a failed vector. */
export function describeFailure({ vector, differences, reason }: Outcome): string[] {
  const title = vector.title === undefined ? '' : `: ${vector.title}`;
  return [
    `FAIL ${vector.id} (${vector.kind}/${vector.topic})${title}`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    ...differences.map(
      ({ field, expected, got }) => `  ${field}: expected ${show(expected)}, got ${show(got)}`,
    ),
  ];
}
