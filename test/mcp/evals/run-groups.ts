import { accountFiles } from './account-files.ts';
import type { TaskGroup } from './eval-task.ts';
import type { GroupScores } from './results-table.ts';
import { type Player, runTask } from './run-task.ts';

/** Plays all tasks of some groups, one after the other. */
export async function runGroups(
  groups: readonly TaskGroup[],
  play: Player,
): Promise<GroupScores[]> {
  const files = await accountFiles();
  try {
    const results: GroupScores[] = [];
    for (const { name, tasks } of groups) {
      const scores = [];
      for (const task of tasks) scores.push(await runTask(task, files, play));
      results.push({ name, scores });
    }
    return results;
  } finally {
    files.remove();
  }
}
