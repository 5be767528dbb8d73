import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CommandProcess } from '../../../packages/mcp/src/command-process.fixture.ts';

/** Both hold this, and it is looked for. */
const CANARY = 'canary-';
const KEY = `${CANARY}key-9b41e7`;
/** Something of the provider's own, such as a password of its database. */
const OTHER = `${CANARY}other-55d0c2`;

/** Ways in which a provider that is careless with secrets answers. */
const ANSWERS = {
  'a refusal of the key': [401, 'application/json', '{"status":401,"error":"Unauthorized QUOTE"}'],
  'an error that is not found': [404, 'application/json', '{"status":404,"error":"QUOTE"}'],
  'a refusal of the input': [
    422,
    'application/json',
    '{"status":422,"error":"Unprocessable Entity","code":"QUOTE","message":"QUOTE"}',
  ],
  'a failure of its own': [
    500,
    'application/json',
    '{"status":500,"error":"QUOTE","trace":"QUOTE"}',
  ],
  'the page of a proxy': [502, 'text/html', '<pre>QUOTE</pre>'],
  'a success that is none': [200, 'application/json', '{"unexpected":"QUOTE"}'],
} as const;

/** A provider that puts the credential of the caller into headers and bodies of its answers. */
async function startCareless([status, type, body]: readonly [number, string, string]) {
  const credentials: (string | undefined)[] = [];
  const service = createServer((request, response) => {
    credentials.push(request.headers.authorization);
    const quote = `key ${request.headers.authorization} ${OTHER}`;
    response.writeHead(status, {
      'content-type': type,
      'set-cookie': `session=${OTHER}`,
      'x-request-id': KEY,
      'x-debug': quote,
      'www-authenticate': `Bearer ${OTHER}`,
    });
    response.end(body.replaceAll('QUOTE', quote));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  onTestFinished(() => {
    service.closeAllConnections();
    service.close();
  });
  const { port } = service.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, credentials };
}

it.each(Object.entries(ANSWERS))(
  'S1: the key of the provider is in no result, log, audit line or argument of the process, when it answers with %s',
  async (_, answer) => {
    const { url, credentials } = await startCareless(answer);
    const audit = join(mkdtempSync(join(tmpdir(), 'billport-mcp-')), 'audit.jsonl');
    const command = new CommandProcess([], {
      BILLING_PROVIDER: 'lago',
      LAGO_API_URL: url,
      LAGO_API_KEY: KEY,
      BILLING_MCP_AUDIT_FILE: audit,
      BILLING_MCP_POLICY: 'allow',
    });
    await command.connect();
    await command.tools();
    const results = [
      await command.call('list_customers'),
      await command.call('get_customer', { customer: 'acme' }),
      await command.call('upsert_customer', { customerKey: 'acme', name: 'Acme' }),
      await command.call('read_operation', { operation: 'plans.list' }),
      await command.ask('resources/read', { uri: 'billing://capabilities' }),
    ];
    const cmdline = readFileSync(`/proc/${command.child.pid}/cmdline`, 'utf8');
    command.child.stdin.end();
    expect(await command.exit()).toBe(0);

    // The provider did get it: there was something to give away.
    expect(credentials).toContain(`Bearer ${KEY}`);
    expect(results.slice(0, 4).map(({ isError }) => isError)).toEqual([true, true, true, true]);
    expect(command.lines.join('\n')).not.toContain(CANARY);
    expect(command.errors).not.toContain(CANARY);
    expect(readFileSync(audit, 'utf8').trimEnd().split('\n').length).toBeGreaterThanOrEqual(4);
    expect(readFileSync(audit, 'utf8')).not.toContain(CANARY);
    expect(cmdline).toContain('cli.ts');
    expect(cmdline).not.toContain(CANARY);
  },
);
