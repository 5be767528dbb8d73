import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { selectProvider } from '../select-provider.ts';
import { findModule } from './find-module.ts';

const folder = mkdtempSync(join(tmpdir(), 'billport-module-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A provider as another package would make it, told from ours by its id. */
const PROVIDER = `
const calls = (globalThis.moduleCalls ??= []);
const make = ({ environment }) => {
  calls.push('open');
  return {
    id: 'acme',
    key: environment.ACME_KEY,
    supports: () => true,
    capabilities: { 'customers.get': { level: 'native' } },
    limits: { intervals: ['monthly'] },
    close: async () => { calls.push('close'); },
  };
};
`;
const choose = (path: string, environment = {}) =>
  selectProvider({ BILLING_PROVIDER: path, ...environment });

describe('a module of somebody else', () => {
  it('makes the provider, with the environment', async () => {
    const path = write('whole.mjs', `${PROVIDER} export default make;`);
    const choice = choose(path, { ACME_KEY: 'k' });
    expect(choice.environment).toBe('unknown');
    expect(await choice.open()).toMatchObject({ id: 'acme', key: 'k' });
  });

  it('is opened and closed for what it can do, when it does not say so itself', async () => {
    const path = write('silent.mjs', `${PROVIDER} export default make;`);
    const calls: string[] = [];
    Object.assign(globalThis, { moduleCalls: calls });
    expect(await choose(path).capabilities()).toEqual({ 'customers.get': { level: 'native' } });
    expect(calls).toEqual(['open', 'close']);
  });

  it('tells what it can do without being opened', async () => {
    const said = 'export const capabilities = { said: 1 }; export const limits = { said: 2 };';
    const path = write('telling.mjs', `${said} export default () => { throw new Error('no'); };`);
    expect(await choose(path).capabilities()).toEqual({ said: 1 });
    expect(await choose(path).limits()).toEqual({ said: 2 });
  });

  it.each([
    [
      'breaks while it loads',
      "throw new RangeError('canary');",
      'could not be loaded: RangeError.',
    ],
    [
      'parses what cannot be',
      "JSON.parse('canary');",
      'loaded: SyntaxError. If it is no JavaScript',
    ],
    ['imports what is not there', "import './canary.mjs';", 'Error (ERR_MODULE_NOT_FOUND)'],
    ['throws what is no error', "throw 'canary';", 'a thrown string'],
    [
      'throws words for a name',
      "throw Object.assign(new Error(), { name: 'canary key' });",
      'loaded: Error.',
    ],
    ['has no default export', 'export const make = 1;', 'has to be a function'],
    [
      'makes something else',
      'export default () => ({ id: 1 });',
      'has to make what defineProvider',
    ],
    [
      'fails to make it',
      "export default () => { throw new Error('canary'); };",
      'could not make a provider: Error.',
    ],
  ])('is refused when it %s', async (name, text, message) => {
    const opening = choose(write(`${name.replaceAll(' ', '-')}.mjs`, text)).open();
    await expect(opening).rejects.toMatchObject({
      code: 'configuration',
      details: { setting: 'BILLING_PROVIDER' },
      message: expect.stringContaining(message),
    });
    await expect(opening).rejects.not.toHaveProperty('message', expect.stringContaining('canary'));
  });

  it('says itself which of its variables is missing', async () => {
    const core = JSON.stringify(import.meta.resolve('@billport/core'));
    const path = write(
      'missing.mjs',
      `import { BillingError } from ${core};
       export default () => {
         throw new BillingError('configuration', { message: 'Set ACME_KEY.' });
       };`,
    );
    await expect(choose(path).open()).rejects.toMatchObject({ message: 'Set ACME_KEY.' });
  });
});

describe('looking for it', () => {
  const inPackage = (name: string, exports: unknown) => {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports }));
    return write(`node_modules/${name}/main.js`, '');
  };

  it('finds an installed package where the program runs', () => {
    const main = inPackage('acme-billing', { '.': { types: './main.d.ts', default: './main.js' } });
    expect(findModule('acme-billing', folder)).toEqual({ url: pathToFileURL(main).href });
  });

  it('finds a file by its path from there', () => {
    const path = write('own/provider.mjs', '');
    expect(findModule('./own/provider.mjs', folder)).toEqual({ url: pathToFileURL(path).href });
  });

  it('finds what is installed beside this package', () => {
    expect(findModule('@billport/core', folder)).toHaveProperty('url');
  });

  it('tells a package that cannot be reached from none', () => {
    inPackage('import-only', { '.': { import: './main.js' } });
    expect(findModule('import-only', folder)).toEqual({ problem: 'closed' });
    expect(findModule('not-there', folder)).toEqual({ problem: 'absent' });
  });
});
