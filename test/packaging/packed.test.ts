import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublicPackage, publicPackages } from '../../scripts/public-packages.ts';
import { type Consumer, installConsumer } from './consumer.ts';

const { preProcessFile } = ts;
const packages = await publicPackages();
let consumer: Consumer;

beforeAll(async () => {
  consumer = await installConsumer(packages);
});
afterAll(() => consumer?.remove());

/** A program that uses each package for the thing it is for. */
const USE_EVERYTHING = `
const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
const customer = await billing.customers.upsert({ customerKey: 'acme', name: 'Acme' });
await billing.close();
const server = await startLago();
const lago = createLago({ url: server.url, apiKey: 'key' });
const report = await lago.health.check();
await server.close();
const second = await startPaigo();
const { url, tokenUrl } = second;
const paigo = createPaigo({ url, tokenUrl, clientId: 'id', clientSecret: 'secret' });
const other = await paigo.health.check();
await second.close();
const sum = Decimal.parse('0.1').plus(Decimal.parse('0.2')).toString();
console.log(JSON.stringify({
  sum,
  half: Fraction.ofInteger(1).dividedBy(Fraction.ofInteger(2)).toDecimal(1).toString(),
  customerKey: customer.customerKey,
  ok: report.ok && other.ok,
  suite: typeof describeConformance,
  path: path\`/customers/\${'a/b'}\`,
  chosen: selectProvider({}).id,
}));
`;
const EXPECTED = {
  sum: '0.3',
  half: '0.5',
  customerKey: 'acme',
  ok: true,
  suite: 'function',
  path: '/customers/a%2Fb',
  chosen: 'embedded',
};

/** As above, of what is for servers on Node. */
const USE_SERVER = `
const { factory } = createServerFactory({ choice: selectProvider({}), settings: readSettings({}) });
console.log(typeof factory);
`;

const NAMES: Readonly<Record<string, string>> = {
  '@billport/core': 'Decimal, manualClock',
  '@billport/rating': 'Fraction',
  '@billport/embedded': 'createEmbedded',
  '@billport/conformance': 'describeConformance',
  '@billport/adapter-kit': 'path',
  '@billport/emulator': 'startLago, startPaigo',
  '@billport/lago': 'createLago',
  '@billport/paigo': 'createPaigo',
  billport: 'selectProvider',
};

const SERVER_NAMES: Readonly<Record<string, string>> = {
  '@billport/mcp': 'createServerFactory, readSettings',
  billport: 'selectProvider',
};

type Program = readonly [names: Readonly<Record<string, string>>, code: string];
const EVERYTHING: Program = [NAMES, USE_EVERYTHING];
const SERVER: Program = [SERVER_NAMES, USE_SERVER];

const esm = ([names, code]: Program) =>
  Object.entries(names)
    .map(([name, used]) => `import { ${used} } from '${name}';`)
    .join('\n') + code;

const commonJs = ([names, code]: Program) =>
  `${Object.entries(names)
    .map(([name, used]) => `const { ${used} } = require('${name}');`)
    .join('\n')}(async () => {${code}})();`;

describe('the packed packages in an empty project', () => {
  it('are all used by this test', () => {
    const used = Object.keys({ ...NAMES, ...SERVER_NAMES });
    expect(packages.map(({ name }) => name).sort()).toEqual(used.sort());
  });

  it('work when imported', async () => {
    await consumer.write('main.mjs', esm(EVERYTHING));
    expect(JSON.parse(await consumer.run(process.execPath, 'main.mjs'))).toEqual(EXPECTED);
    await consumer.write('server.mjs', esm(SERVER));
    expect(await consumer.run(process.execPath, 'server.mjs')).toBe('function\n');
  });

  it('work through require', async () => {
    await consumer.write('main.cjs', commonJs(EVERYTHING));
    expect(JSON.parse(await consumer.run(process.execPath, 'main.cjs'))).toEqual(EXPECTED);
    await consumer.write('server.cjs', commonJs(SERVER));
    expect(await consumer.run(process.execPath, 'server.cjs')).toBe('function\n');
  });

  // The protocol's own declarations name types of Node; the others need none.
  const nodeTypes = { typeRoots: [resolve('node_modules/@types')], types: ['node'] };
  it.each([
    ['TypeScript 6', 'typescript', 'nodenext', EVERYTHING, { types: [] }],
    ['TypeScript 6 for a bundler', 'typescript', 'bundler', EVERYTHING, { types: [] }],
    ['TypeScript 7', 'typescript-7', 'nodenext', EVERYTHING, { types: [] }],
    ['TypeScript 6 on Node', 'typescript', 'nodenext', SERVER, nodeTypes],
    ['TypeScript 7 on Node', 'typescript-7', 'nodenext', SERVER, nodeTypes],
  ])('type-check with %s, declarations included', async (...given) => {
    const [, compiler, moduleResolution, program, types] = given;
    await consumer.write('main.ts', esm(program));
    await consumer.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          target: 'es2024',
          lib: ['es2024', 'dom'],
          module: moduleResolution === 'bundler' ? 'preserve' : 'nodenext',
          moduleResolution,
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          noEmit: true,
          ...types,
        },
        files: ['main.ts'],
      }),
    );
    const tsc = resolve(`node_modules/${compiler}/bin/tsc`);
    await expect(consumer.run(process.execPath, tsc, '-p', '.')).resolves.toBe('');
  });

  it('bring no package with an install script', async () => {
    const lock = JSON.parse(await readFile(join(consumer.folder, 'package-lock.json'), 'utf8'));
    const installed = Object.entries<{ hasInstallScript?: boolean }>(lock.packages);
    expect(installed.length).toBeGreaterThan(packages.length);
    expect(installed.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path)).toEqual(
      [],
    );
  });
});

describe.each(packages)('the tarball of $name', (one: PublicPackage) => {
  const { name, tarball, version, manifest } = one;
  const list = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const read = (file: string) =>
    execFileSync('tar', ['-xzOf', tarball, `package/${file}`], { encoding: 'utf8' });

  it('holds the built code, its declarations, the sources, a README and the licence', () => {
    for (const file of ['dist/index.js', 'dist/index.d.ts', 'src/index.ts', 'README.md', 'LICENSE'])
      expect(list).toContain(`package/${file}`);
  });

  it('holds neither tests nor configuration', () => {
    expect(list.filter((file) => /\.(?:test|fixture)\.ts$|\.config\.|tsconfig/.test(file))).toEqual(
      [],
    );
  });

  it('imports, as it is built, what it declares and what Node has', () => {
    const built = list.filter((file) => /^package\/dist\/.*\.(?:js|d\.ts)$/.test(file));
    const imported = built
      .flatMap((file) => preProcessFile(read(file.slice('package/'.length))).importedFiles)
      .map(({ fileName }) => fileName)
      .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
    expect(Object.keys(declared)).toEqual(
      expect.arrayContaining([...new Set(imported.map(packageOf))]),
    );
  });

  it('asks for exact versions of the other packages, as they are released together', () => {
    const { dependencies = {} } = JSON.parse(read('package.json'));
    for (const [dependency, range] of Object.entries(dependencies)) {
      if (packages.some((other) => other.name === dependency)) expect(range).toBe(version);
    }
    expect(JSON.stringify(dependencies)).not.toContain('workspace:');
  });

  it('says how to import the package', () => {
    expect(read('README.md')).toContain(`from '${name}'`);
  });
});
