import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { takeStdout } from './take-stdout.ts';

/** A process whose outputs are read here. */
function outputs() {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const process = { stdout: stream('stdout'), stderr: stream('stderr') };
  return { texts, process: process as unknown as NodeJS.Process };
}

it('P5: sends what others print to standard error', async () => {
  const { texts, process } = outputs();
  const own = takeStdout(process);
  process.stdout.write('printed by a dependency\n');
  own.write('{"jsonrpc":"2.0"}\n');
  await new Promise((resolve) => own.write(Buffer.from('{}\n'), resolve));
  expect(texts).toEqual({
    stdout: '{"jsonrpc":"2.0"}\n{}\n',
    stderr: 'printed by a dependency\n',
  });
});

it('ends the protocol when nobody reads any more', async () => {
  const { process } = outputs();
  const own = takeStdout(process);
  const failure = new Promise((resolve) => own.once('error', resolve));
  process.stdout.destroy(new Error('EPIPE'));
  expect(await failure).toMatchObject({ message: 'EPIPE' });
  expect(own.destroyed).toBe(true);
});
