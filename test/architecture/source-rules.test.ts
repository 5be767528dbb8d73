import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { IMPORT_RULES } from '../../scripts/import-rules.ts';
import { importsOf, nodesOf, packageSources, parse, repositoryFiles } from './source-files.ts';

const PACKAGES = Object.keys(IMPORT_RULES);
/** Packages that run on any JavaScript runtime: those that may import nothing of Node. */
const PORTABLE = PACKAGES.filter((name) => !IMPORT_RULES[name]?.includes('node:*'));

/** The only file of the packages that may read the machine's clock. */
const CLOCK = 'packages/core/src/clock.ts';

const sources = PACKAGES.flatMap(packageSources).map((file) => ({ file, tree: parse(file) }));
const examples = repositoryFiles('examples/**/*.ts').map((file) => ({ file, tree: parse(file) }));

type Source = (typeof sources)[number];

/** Where the nodes that match stand, as `file:line code`. */
function places(files: readonly Source[], matches: (node: ts.Node) => boolean): string[] {
  return files.flatMap(({ file, tree }) =>
    [...nodesOf(tree)].filter(matches).map((node) => {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      return `${file}:${line + 1} ${node.getText(tree)}`;
    }),
  );
}

const isMember = (node: ts.Node, object: string, name: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  node.expression.getText() === object &&
  node.name.text === name;

const isDateWithoutArgument = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  node.expression.getText() === 'Date' &&
  (node.arguments ?? []).length === 0;

/** `billing.id`, `this.provider.id`, `error.provider`. */
const isProviderId = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) &&
  (node.name.text === 'provider' ||
    (node.name.text === 'id' && /(?:billing|provider|engine)$/i.test(node.expression.getText())));

const isProviderName = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) && ['embedded', 'lago', 'paigo'].includes(node.text);

const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** `billing.id === 'x'`, `id === 'lago'`, `switch (error.provider)`: a condition on which one it is. */
const branchesOnProvider = (node: ts.Node): boolean =>
  (ts.isBinaryExpression(node) &&
    EQUALITY.has(node.operatorToken.kind) &&
    (([node.left, node.right].some(isProviderId) &&
      [node.left, node.right].some(ts.isStringLiteralLike)) ||
      [node.left, node.right].some(isProviderName))) ||
  (ts.isSwitchStatement(node) && isProviderId(node.expression));

function treeOf(code: string): Source {
  const tree = ts.createSourceFile('planted.ts', code, ts.ScriptTarget.Latest, true);
  return { file: 'planted.ts', tree };
}

describe('time and chance are injected', () => {
  const readsClock = (node: ts.Node) =>
    isMember(node, 'Date', 'now') ||
    isMember(node, 'performance', 'now') ||
    isDateWithoutArgument(node);

  it('sends requests with ky in one file', () => {
    const senders = sources.filter(({ file }) => importsOf(file).includes('ky'));
    expect(senders.map(({ file }) => file)).toEqual(['packages/adapter-kit/src/http-client.ts']);
  });

  it('reads the machine clock in one file', () => {
    expect(
      places(
        sources.filter(({ file }) => file !== CLOCK),
        readsClock,
      ),
    ).toEqual([]);
  });

  it('finds each way to read it', () => {
    const planted = treeOf('Date.now(); new Date(); new Date; Date(); performance.now();');
    expect(places([planted], readsClock)).toHaveLength(5);
    expect(places([treeOf('new Date(0); clock.now(); new Day();')], readsClock)).toEqual([]);
    expect(
      places(
        sources.filter(({ file }) => file === CLOCK),
        readsClock,
      ),
    ).toHaveLength(1);
  });

  it('never draws a random number', () => {
    expect(places(sources, (node) => isMember(node, 'Math', 'random'))).toEqual([]);
  });
});

describe('no code asks which provider it has', () => {
  it('compares no id of a provider', () => {
    expect(places([...sources, ...examples], branchesOnProvider)).toEqual([]);
  });

  it('finds each way to ask', () => {
    const planted = treeOf(`
      if (billing.id === 'x') a();
      if ('x' != error.provider) b();
      if (id === 'lago') c();
      switch (this.provider.id) {}
    `);
    expect(places([planted], branchesOnProvider)).toHaveLength(4);
    const harmless = treeOf("a.id === b.id; a.code === 'x'; invoice.id === 'preview';");
    expect(places([harmless], branchesOnProvider)).toEqual([]);
  });
});

describe('what runs everywhere', () => {
  const GLOBALS_OF_NODE = new Set(['process', 'Buffer', 'global', '__dirname', 'require']);
  const isGlobalOfNode = (node: ts.Node): boolean =>
    ts.isIdentifier(node) &&
    GLOBALS_OF_NODE.has(node.text) &&
    (ts.isPropertyAccessExpression(node.parent) || ts.isCallExpression(node.parent)) &&
    node.parent.expression === node;

  it('uses no global of Node', () => {
    const portable = sources.filter(({ file }) =>
      PORTABLE.some((name) => file.startsWith(`packages/${name}/`)),
    );
    expect(places(portable, isGlobalOfNode)).toEqual([]);
    expect(
      places([treeOf('process.env.A; require("x"); it.process;')], isGlobalOfNode),
    ).toHaveLength(2);
  });
});

describe('names of files', () => {
  const code = repositoryFiles('{packages,test,examples,bench,scripts,.ci}/**/*.ts');

  it('are kebab-case', () => {
    expect(code.length).toBeGreaterThan(100);
    expect(
      code.filter(
        (file) =>
          !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|fixture|config))?\.ts$/.test(basename(file)),
      ),
    ).toEqual([]);
  });

  it('say what is inside, not what kind of thing it is', () => {
    const bucket = /^(?:utils?|helpers?|types?|common|misc|shared)\b/;
    expect(code.filter((file) => bucket.test(basename(file)))).toEqual([]);
  });
});

describe('what is published', () => {
  it('names no path of the machine it was written on', () => {
    const texts = repositoryFiles('**/*.{ts,md,json,yaml,yml}', '.ci/*', '.changeset/*', 'LICENSE');
    const machine =
      /(?:^|[\s'"`(=])\/(?:work|home|root|Users)\/|\bshared\/(?:facts|data|specs|design)\b/;
    expect(texts).toContain('README.md');
    expect(texts).toContain('.ci/gate.ts');
    expect(texts.filter((file) => machine.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('has no task left in a comment', () => {
    const marks = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/;
    expect(sources.filter(({ tree }) => marks.test(tree.text)).map(({ file }) => file)).toEqual([]);
  });
});
