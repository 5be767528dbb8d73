import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A program of this folder in a process of its own, which is told and answers lines. */
export class StartedProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  readonly #closed: Promise<number | null>;
  #errors = '';

  /** @param program a file of this folder, such as `worker.ts` */
  constructor(program: string, ...args: readonly string[]) {
    const file = fileURLToPath(new URL(program, import.meta.url));
    this.#child = spawn(process.execPath, ['--conditions=source', file, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.on('data', (data) => {
      this.#errors += data;
    });
    // What is written to a process that has failed is lost: `answer` and `finish` say why it failed.
    this.#child.stdin.on('error', () => undefined);
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /**
   * The next line that it writes.
   * @throws Error with what it wrote as errors, when it ends instead
   */
  async answer(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done !== true) return value;
    await this.#closed;
    throw new Error(`The process ended: ${this.#errors}`);
  }

  /** Ends its input and waits for it. @throws Error when it fails */
  async finish(): Promise<void> {
    this.#child.stdin.end();
    const code = await this.#closed;
    if (code !== 0) throw new Error(`The process ended with ${code}: ${this.#errors}`);
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
