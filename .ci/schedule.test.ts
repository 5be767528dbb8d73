import { describe, expect, it } from 'vitest';
import type { Outcome } from './outcome.ts';
import { runSteps } from './schedule.ts';
import type { Step } from './steps.ts';

const step = (name: string, ...after: string[]): Step => ({ name, command: ['true'], after });

/** Runs steps that end when they are told to, and keeps a diary. */
async function run(steps: readonly Step[], failing: readonly string[] = [], lanes = 2) {
  const diary: string[] = [];
  let running = 0;
  let most = 0;
  const outcomes = await runSteps(steps, {
    lanes,
    onOutcome: ({ step: { name }, failed }) =>
      diary.push(`${failed > 0 ? 'red' : 'green'} ${name}`),
    check: async (each): Promise<Outcome> => {
      diary.push(`start ${each.name}`);
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      const failed = failing.includes(each.name) ? 1 : 0;
      return { step: each, passed: 1 - failed, failed, skipped: 0, seconds: 0, output: '' };
    },
  });
  return { diary, most, outcomes };
}

describe('the schedule of the gate', () => {
  it('runs every step once and tells each outcome', async () => {
    const { diary, outcomes } = await run([step('a'), step('b'), step('c')]);
    expect(outcomes.map((outcome) => outcome.step.name).sort()).toEqual(['a', 'b', 'c']);
    expect(diary.filter((line) => line.startsWith('start')).sort()).toEqual([
      'start a',
      'start b',
      'start c',
    ]);
  });

  it.each([1, 2, 3])('uses %i lanes and no more', async (lanes) => {
    expect(
      (
        await run(
          [...'abcdef'].map((name) => step(name)),
          [],
          lanes,
        )
      ).most,
    ).toBe(lanes);
  });

  it('waits for the steps that come first', async () => {
    const { diary } = await run([step('last', 'build', 'lint'), step('build'), step('lint')]);
    expect(diary.indexOf('start last')).toBeGreaterThan(diary.indexOf('green build'));
    expect(diary.indexOf('start last')).toBeGreaterThan(diary.indexOf('green lint'));
  });

  it('never passes over a step: what follows a red one is red and says why', async () => {
    const chain = [step('build'), step('pack', 'build'), step('install', 'pack'), step('lint')];
    const { diary, outcomes } = await run(chain, ['build']);
    expect(diary).not.toContain('start pack');
    expect(outcomes.filter(({ failed }) => failed > 0)).toHaveLength(3);
    expect(outcomes.find((outcome) => outcome.step.name === 'install')?.output).toMatch(
      /needs pack/,
    );
    expect(diary).toContain('green lint');
  });

  it('refuses steps that wait for ever', async () => {
    await expect(run([step('a', 'b'), step('b', 'a')])).rejects.toThrow(/wait for ever: a, b/);
    await expect(run([step('a', 'nothing')])).rejects.toThrow(/wait for ever/);
  });
});
