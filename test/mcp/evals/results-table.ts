import type { Score } from './run-task.ts';

/** Scores of the tasks of a group. */
export interface GroupScores {
  readonly name: string;
  readonly scores: readonly Score[];
}

const WIDTH = 28;

const passed = (scores: readonly Score[]) =>
  scores.filter(({ problems }) => problems.length === 0).length;

/** `61 of 64`: how many tasks passed. */
const sum = (scores: readonly Score[]) => `${passed(scores)} of ${scores.length}`;

/** How many tasks of each group passed, what is wrong with the others, and the sum. */
export function resultsTable(groups: readonly GroupScores[]): string {
  const all = groups.flatMap(({ scores }) => scores);
  const failures = all
    .filter(({ problems }) => problems.length > 0)
    .flatMap(({ task, problems }) => [
      `${task.name}: ${task.prompt}`,
      ...problems.map((problem) => `  ${problem}`),
    ]);
  return [
    ...groups.map(({ name, scores }) => `${name.padEnd(WIDTH)} ${sum(scores)}`),
    ...failures,
    sum(all),
  ].join('\n');
}
