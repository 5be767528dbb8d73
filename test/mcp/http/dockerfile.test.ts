import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../../../packages/mcp/package.json' with { type: 'json' };
import { readHttpSettings } from '../../../packages/mcp/src/http/http-settings.ts';
import { HTTP_VARIABLES } from '../../../packages/mcp/src/http/http-variables.ts';
import { closeServersAfterEach, startSample } from './sample-server.ts';

closeServersAfterEach();

/** One line of a Dockerfile, such as `USER node`. */
interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The stages of a Dockerfile, each beginning with its `FROM`. */
function stagesOf(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  for (const line of lines.filter((each) => /^[A-Z]/.test(each))) {
    const [name = '', ...rest] = line.split(' ');
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, value: rest.join(' ') });
  }
  return stages;
}

const stages = stagesOf(readFileSync('packages/mcp/Dockerfile', 'utf8'));
const [build = [], image = []] = stages;
const firstOf = (stage: readonly Instruction[], name: string) =>
  stage.find((instruction) => instruction.name === name)?.value ?? '';

/** The variables that the image sets. */
const environment = Object.fromEntries(
  firstOf(image, 'ENV')
    .split(' ')
    .map((pair) => pair.split('=')),
);

/** The command that an instruction holds as a list. */
function commandOf(name: string): string[] {
  const { value = '' } = image.findLast((instruction) => instruction.name === name) ?? {};
  return JSON.parse(value.slice(value.indexOf('[')));
}

describe('the image of the server', () => {
  it('is made in two stages on Node 24, and takes nothing but the published package along', () => {
    expect(stages).toHaveLength(2);
    for (const stage of stages) expect(firstOf(stage, 'FROM')).toMatch(/^node:24-slim( |$)/);
    const copies = image.filter(({ name }) => name === 'COPY' || name === 'ADD');
    expect(copies).toEqual([{ name: 'COPY', value: '--from=build /server /server' }]);
    expect(build.some(({ value }) => value.includes('install --frozen-lockfile'))).toBe(true);
  });

  it('runs as somebody who may write to /data alone', () => {
    const user = image.findIndex(({ name }) => name === 'USER');
    expect(image[user]?.value).toBe('node');
    expect(image.slice(user).filter(({ name }) => name === 'RUN')).toEqual([]);
    const chowned = image.flatMap(({ value }) => value.match(/chown \S+ \S+/g) ?? []);
    expect(chowned).toEqual(['chown node:node /data']);
  });

  it('starts the command of the package over HTTP', () => {
    expect(commandOf('ENTRYPOINT')).toEqual([
      'node',
      posix.join('/server', manifest.bin['billport-mcp']),
    ]);
    expect(commandOf('CMD')).toEqual(['--http']);
  });

  it('S3: sets variables that there are, holds no secret, and needs one to start', () => {
    const { NODE_ENV, ...ours } = environment;
    expect(NODE_ENV).toBe('production');
    expect(Object.keys(ours).filter((name) => !Object.hasOwn(HTTP_VARIABLES, name))).toEqual([]);
    expect(() => readHttpSettings(environment)).toThrow('BILLING_MCP_HTTP_TOKEN');
    const started = { ...environment, BILLING_MCP_HTTP_TOKEN: 'x'.repeat(32) };
    const named = { ...started, BILLING_MCP_HTTP_PUBLIC_URL: 'https://billing.example.com' };
    expect(readHttpSettings(named)).toMatchObject({
      host: '0.0.0.0',
      port: Number(firstOf(image, 'EXPOSE')),
    });
  });

  it('is healthy while the server is up, and not when it is gone', async () => {
    const [, ...args] = commandOf('HEALTHCHECK');
    const { url, close } = await startSample({ BILLING_MCP_HTTP_TOKEN: 'x'.repeat(32) });
    const env = { BILLING_MCP_HTTP_PORT: new URL(url).port };
    const check = () => promisify(execFile)(process.execPath, args, { env });
    await expect(check()).resolves.toBeDefined();
    await close();
    await expect(check()).rejects.toMatchObject({ code: 1 });
  });
});
