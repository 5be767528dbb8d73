import { Presets, SingleBar } from 'cli-progress';
import { quantityText } from './number-text.ts';

/** Shows how far a work of known length is. */
export interface Progress {
  readonly update: (done: number) => void;
  readonly stop: () => void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/**
 * A progress bar over `total` rows on standard error.
 * @param shown - Whether anybody looks: false for files, pipes and `--json`.
 */
export function progressBar(total: number, shown: boolean): Progress {
  if (!shown) return SILENT;
  const bar = new SingleBar(
    {
      format: 'Recording {bar} {percentage} % · {value} of {total} rows',
      formatValue: (value) => quantityText(String(value)),
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
