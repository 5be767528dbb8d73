import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const INSPECTOR = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json'),
);

/** What the Inspector says of the tools that a server lists. */
export interface Inspection {
  /** 6 where a schema has an error. */
  readonly code: number | null;
  /** Names of the tools that it saw. */
  readonly tools: readonly string[];
  /** Its report: problems with their path, or nothing. */
  readonly report: string;
}

/**
 * Lets the Inspector look at the schemas of all tools of a server, strictly: whatever a dialect of
 * JSON Schema that some model speaks cannot express is a warning.
 * @param home a folder for what it keeps; nobody's own settings are touched
 */
export async function inspect(url: string, home: string): Promise<Inspection> {
  const args = ['--cli', '--server-url', url, '--method', 'tools/list', '--strict'];
  const child = spawn(
    process.execPath,
    [join(INSPECTOR, 'clients/launcher/build/index.js'), ...args],
    { env: { HOME: home, MCP_CATALOG_PATH: join(home, 'mcp.json') } },
  );
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      texts[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const { tools } = JSON.parse(texts.stdout || '{"tools":[]}') as { tools: { name: string }[] };
  return { code, tools: tools.map(({ name }) => name), report: texts.stderr.trim() };
}
