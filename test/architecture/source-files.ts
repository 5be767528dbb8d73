import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const IGNORED = /(?:^|\/)(?:node_modules|dist|coverage|\.git)(?:\/|$)/;

/** Files of the repository that match, from its root; what is installed or built is left out. */
export function repositoryFiles(...patterns: readonly string[]): string[] {
  return globSync(patterns, { withFileTypes: true, exclude: (entry) => IGNORED.test(entry.name) })
    .filter((entry) => entry.isFile())
    .map((entry) => relative('.', join(entry.parentPath, entry.name)))
    .sort();
}

/** What a package publishes as code: its sources without their tests. */
export function packageSources(name: string): string[] {
  return repositoryFiles(`packages/${name}/src/**/*.ts`).filter((file) => !isTest(file));
}

/** Whether the file holds tests or what only tests need. */
export const isTest = (file: string): boolean => /\.(?:test|fixture)\.ts$/.test(file);

/** A file as a syntax tree. */
export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Every node of a tree, the outermost first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** What a file imports, exports from, requires or loads at run time, by name. */
export function importsOf(file: string): string[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName);
}
