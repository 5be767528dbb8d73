import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { PublicPackage } from '../../scripts/public-packages.ts';

const execute = promisify(execFile);

/** An empty project, outside this repository, with the packed packages installed. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file of the project. */
  write(file: string, text: string): Promise<void>;
  /** Runs a program in the project and gives what it printed. Throws, with all output, when it fails. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Removes the project. */
  remove(): Promise<void>;
}

/** The environment without what an `npx` around this run would tell an `npx` inside. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_(?:call|package)$/i.test(name)),
);

/** Installs the tarballs with npm, as a user would, into a new project. */
export async function installConsumer(packages: readonly PublicPackage[]): Promise<Consumer> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'billport-consumer-')));
  const run = async (program: string, ...args: string[]) => {
    const { stdout } = await execute(program, args, {
      cwd: folder,
      env: environment,
    }).catch((error) => {
      throw new Error(`${program} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
    });
    return stdout;
  };
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  const remove = () => rm(folder, { recursive: true, force: true });

  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const tarballs = packages.map(({ tarball }) => resolve(tarball));
  await run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs);
  return { folder, write, run, remove };
}
