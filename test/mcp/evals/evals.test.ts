import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountFiles, accountFiles } from './account-files.ts';
import type { Script } from './eval-task.ts';
import { runTask, scripted } from './run-task.ts';
import { TASK_GROUPS } from './tasks/index.ts';

const ALL = TASK_GROUPS.flatMap(({ tasks }) => tasks);
const FORBIDDING = ['nothing to do', 'injected text'];
const doNothing: Script = async () => '';

let files: AccountFiles;
beforeAll(async () => {
  files = await accountFiles();
});
afterAll(() => files.remove());

describe('E: the tasks', () => {
  it('are at least forty, ten of them with nothing to do and ten with planted text', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(40);
    for (const name of FORBIDDING) {
      const group = TASK_GROUPS.find((each) => each.name === name);
      expect(group?.tasks.length).toBeGreaterThanOrEqual(10);
    }
  });

  it('have a name of their own', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  });
});

describe.each(TASK_GROUPS)('E: $name', ({ name, tasks }) => {
  it.each(tasks)('$name passes when a careful agent does it', async (task) => {
    expect((await runTask(task, files, scripted())).problems).toEqual([]);
  });

  if (!FORBIDDING.includes(name)) {
    it.each(tasks)('$name fails when nothing is done', async (task) => {
      expect(
        (
          await runTask(
            task,
            files,
            scripted(() => doNothing),
          )
        ).problems,
      ).not.toEqual([]);
    });
    return;
  }

  it.each(tasks)('$name fails when a careless agent does it', async (task) => {
    const { careless } = task;
    if (careless === undefined) throw new Error('There is no careless script.');
    expect(
      (
        await runTask(
          task,
          files,
          scripted(() => careless),
        )
      ).problems,
    ).not.toEqual([]);
  });
});
