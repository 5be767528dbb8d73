import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isTest, repositoryFiles } from '../architecture/source-files.ts';
import { type CodeBlock, codeBlocks } from './code-block.ts';
import { compileErrors } from './compile.ts';
import { exampleProgram } from './example-program.ts';

const blocksOf = (files: readonly string[]) =>
  files.flatMap(codeBlocks).filter(({ language }) => language === 'ts');

const pages = blocksOf(
  repositoryFiles('*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/**/*.md'),
);
const docstrings = blocksOf(
  repositoryFiles('packages/*/src/**/*.ts').filter((file) => !isTest(file)),
);

const nameOf = ({ file, line }: CodeBlock) => `${file}:${line}`;
const planted = "import { Decimal } from '@billport/core';\nexport const x = Decimal.parse(1);";

/** All at once: the compiler reads the packages one time. */
const errors = compileErrors(
  new Map([
    ...pages.map((block) => [nameOf(block), block.code] as const),
    ...docstrings.map((block) => [nameOf(block), exampleProgram(block.code)] as const),
    ['planted', planted],
  ]),
);
const errorsOf = (block: CodeBlock) =>
  errors.filter((error) => error.startsWith(`${nameOf(block)}: `));

describe('code in the documentation', () => {
  it.each(pages)('compiles: $file:$line', (block) => {
    expect(errorsOf(block)).toEqual([]);
  });
});

describe('code in docstrings', () => {
  it.each(docstrings)('compiles: $file:$line', (block) => {
    expect(errorsOf(block)).toEqual([]);
  });
});

describe('the compiler', () => {
  it('finds a planted mistake', () => {
    expect(errors.filter((error) => error.startsWith('planted: '))).toEqual([
      expect.stringMatching(/^planted: 2: Argument of type 'number'/),
    ]);
  });

  it('complains of nothing but these blocks', () => {
    const names = [...pages, ...docstrings].map(nameOf);
    expect(
      errors.filter(
        (error) => ![...names, 'planted'].some((name) => error.startsWith(`${name}: `)),
      ),
    ).toEqual([]);
  });
});

describe('the quick start', () => {
  const blocks = codeBlocks('README.md');
  const program = blocks.findIndex(({ language }) => language === 'ts');

  it('prints what the README says', () => {
    const flags = ['--conditions=source', '--input-type=module-typescript', '--eval'];
    const printed = execFileSync(process.execPath, [...flags, blocks[program]?.code ?? ''], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(blocks[program + 1]?.language).toBe('text');
    expect(printed).toBe(blocks[program + 1]?.code);
  });
});
