import { resolve } from 'node:path';
import ts from 'typescript';

/** The compiler options of the repository, as its tsconfig.json has them. */
function repositoryOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, '.');
  return { ...parsed.options, noUnusedLocals: false };
}

/** Where the programs are taken to stand: beside what they may import by a relative path. */
const FOLDER = 'test/docs/stand-ins';

/**
 * Type-checks programs that are no files, as if they stood in `test/docs/stand-ins`. Imports of our
 * packages reach their sources.
 *
 * @param programs code by name, such as `README.md:30`
 * @returns what the compiler says, as `name: line: message`; empty when all is well
 */
export function compileErrors(programs: ReadonlyMap<string, string>): string[] {
  const names = new Map(
    [...programs.keys()].map((name, i) => [resolve(FOLDER, `block-${i}.ts`), name]),
  );
  const options = repositoryOptions();
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  const codeOf = (path: string) => programs.get(names.get(resolve(path)) ?? '');
  host.readFile = (path) => codeOf(path) ?? readFile(path);
  host.fileExists = (path) => codeOf(path) !== undefined || fileExists(path);
  host.getSourceFile = (path, version, ...rest) => {
    const code = codeOf(path);
    return code === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, code, version);
  };
  const program = ts.createProgram([...names.keys()], options, host);
  // Mistakes elsewhere in the repository are the type check's to report.
  const own = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || names.has(file.fileName));
  return own.map(({ file, start, messageText }) => {
    const name = names.get(file?.fileName ?? '') ?? 'options';
    const line =
      file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${name}: ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
