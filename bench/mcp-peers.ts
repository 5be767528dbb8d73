import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server of somebody else: what it is called at npm, and how it starts. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Its script in the package, and what follows it. No account is behind the keys. */
  readonly args: readonly [script: string, ...rest: string[]];
}

/** Those that list their tools without an account (`facts/mcp.md §d.1`). */
export const PEERS: readonly Peer[] = [
  {
    name: '@stripe/mcp',
    version: '0.2.5',
    args: ['dist/index.js', '--tools=all', '--api-key=sk_test_none'],
  },
  {
    name: '@paddle/paddle-mcp',
    version: '0.1.6',
    args: ['build/index.js', '--api-key=none', '--environment=sandbox'],
  },
  {
    name: '@modelcontextprotocol/server-everything',
    version: '2026.8.31',
    args: ['dist/index.js', 'stdio'],
  },
];

const PATIENCE_MS = 180_000;

/**
 * Fetches a peer into a folder, outside of this workspace; no script of it runs.
 * @returns Its command; undefined when the registry cannot be reached, or has it no longer.
 */
export async function fetchPeer(
  { name, version, args: [script, ...rest] }: Peer,
  folder: string,
): Promise<readonly string[] | undefined> {
  const flags = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts'];
  try {
    await promisify(execFile)(
      'npm',
      ['install', '--prefix', folder, ...flags, `${name}@${version}`],
      { timeout: PATIENCE_MS },
    );
  } catch (error) {
    const [why] = String((error as { stderr?: string }).stderr).split('\n');
    console.log(`${name}@${version} is left out, npm could not fetch it: ${why}`);
    return undefined;
  }
  return [join(folder, 'node_modules', name, script), ...rest];
}
