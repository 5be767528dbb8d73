import { readSync } from 'node:fs';

/** A line of a file. */
export interface FileLine {
  readonly text: string;
  /** Whether a line end follows; without one, the end of the file or a line that is too long came first. */
  readonly isWhole: boolean;
  /** Where the next one starts, in bytes. */
  readonly end: number;
}

const CHUNK_BYTES = 65_536;
/** No entry is that long; a bound keeps a file without line ends from filling the memory. */
const LONGEST_BYTES = 1_048_576;
const LINE_END = 10;

/** The lines of an open file from a byte on, read piece by piece. The last is not whole if it was cut. */
export function* readLines(descriptor: number, from: number): Generator<FileLine> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let start = from;
  while (rest.length <= LONGEST_BYTES) {
    const count = readSync(descriptor, chunk, 0, CHUNK_BYTES, start + rest.length);
    if (count === 0) break;
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END)) {
      start += end + 1;
      yield { text: rest.toString('utf8', 0, end), isWhole: true, end: start };
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) {
    yield { text: rest.toString('utf8'), isWhole: false, end: start + rest.length };
  }
}
