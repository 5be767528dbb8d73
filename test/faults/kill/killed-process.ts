import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./process.ts', import.meta.url));

/** What a process is to do, and when it dies. */
export interface Life {
  readonly file: string;
  readonly firstStep: number;
  /** What its clock shows at first. */
  readonly instant: string;
  readonly end: End;
}

/** When a process is killed. */
export type End =
  /** So long after its code is loaded, just before it opens the file. */
  | { readonly afterMs: number }
  /** When so many steps are done, before it can say so of the last: its answer is lost. */
  | { readonly afterSteps: number };

/** What a process said before it died. */
export interface Death {
  /** Batches that it was told are recorded: step, new events, duplicates. */
  readonly batches: readonly { step: number; recorded: number; duplicates: number }[];
  /** The first step that was not answered. */
  readonly nextStep: number;
  /** Whether that step had begun. */
  readonly broken: boolean;
  /** What it was doing: `opening`, the kind of a step, `between` two steps, or `unheard`. */
  readonly during: string;
}

function toDeath(lines: readonly string[], firstStep: number): Death {
  const words = lines.map((line) => line.split(' '));
  const done = words.filter(([word]) => word === 'done');
  const [word, , kind] = words.at(-1) ?? [];
  const during = { loaded: 'opening', start: kind }[word ?? ''] ?? 'between';
  return {
    batches: done
      .filter(({ length }) => length === 4)
      .map(([, step, recorded, duplicates]) => ({
        step: Number(step),
        recorded: Number(recorded),
        duplicates: Number(duplicates),
      })),
    nextStep: firstStep + done.length,
    broken: word === 'start',
    during,
  };
}

/**
 * Starts a process on the file, which ends by SIGKILL at the given moment.
 * @throws Error when the process ends by itself, with what it wrote.
 */
export async function runAndKill(life: Life): Promise<Death> {
  const { file, firstStep, instant, end } = life;
  const lost = 'afterSteps' in end ? [String(firstStep + end.afterSteps - 1)] : [];
  const child = spawn(
    process.execPath,
    ['--conditions=source', PROGRAM, file, String(firstStep), instant, ...lost],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_code, signal) => resolve(signal));
  });
  const loaded = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line === 'loaded') resolve();
    });
  });
  await Promise.race([loaded, closed]);
  if ('afterMs' in end) {
    await Promise.race([delay(end.afterMs), closed]);
    child.kill('SIGKILL');
  }
  const signal = await closed;
  if (signal !== 'SIGKILL' || lines[0] !== 'loaded') {
    throw new Error(`The process ended by itself after "${lines.at(-1)}": ${errors}`);
  }
  const death = toDeath(lines, firstStep);
  return 'afterSteps' in end ? { ...death, during: 'unheard' } : death;
}
