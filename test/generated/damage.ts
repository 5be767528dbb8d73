import fc from 'fast-check';

/** A list in a list in a list, 2,000 deep. */
function deepList(): unknown {
  let list: unknown = [];
  for (let depth = 0; depth < 2000; depth += 1) list = [list];
  return list;
}

const bare = Object.assign(Object.create(null) as object, { code: 'a' });

/** Values that code which trusts its input falls over. */
const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  0.1 + 0.2,
  1e21,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
  10n ** 30n,
  Symbol('symbol'),
  () => 'function',
  '',
  ' ',
  '-1',
  '1e3',
  '+1',
  '.5',
  '١٢',
  '0x10',
  'NaN',
  '-0.00',
  '9'.repeat(60),
  `0.${'0'.repeat(50)}1`,
  'x'.repeat(256),
  'x'.repeat(100_000),
  '\u0000',
  'a\u0000b',
  'line\nbreak',
  '\ud800',
  'a\udc00',
  '\u202eRTL',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '%_\\',
  "'; DROP TABLE invoices; --",
  'USDX',
  '2026-02-30T00:00:00Z',
  '2026-01-01',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  new Date(Number.NaN),
  new Date(8.64e15),
  [],
  [null],
  {},
  bare,
  JSON.parse('{"__proto__": {"code": "a"}}'),
  { toString: 'no function', valueOf: null },
  new Map(),
  deepList(),
];

/** Names that objects have already, and one that nothing has. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'noSuchField',
  '',
  '\ud800',
];

type Path = readonly (string | number)[];

function isHolder(value: unknown): value is Record<string | number, unknown> {
  if (Array.isArray(value)) return true;
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Deeper than any input of the contract; a hostile value may go deeper than the stack. */
const DEPTH = 12;

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (!isHolder(value) || path.length >= DEPTH) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return [path, ...inner];
}

/** A copy with the value at the path replaced by what `change` makes of it. */
function changedAt(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || !isHolder(value)) return change(value);
  if (Array.isArray(value))
    return value.with(Number(step), changedAt(value[Number(step)], rest, change));
  return { ...value, [step]: changedAt(value[step], rest, change) };
}

/** As `{ ...value, [name]: added }`, also for the name `__proto__`. */
function withField(value: object, name: string, added: unknown): object {
  return Object.defineProperty({ ...value }, name, {
    value: added,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function withoutAny(value: object, place: number): object {
  const keys = Object.keys(value);
  const dropped = keys[place % Math.max(keys.length, 1)];
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== dropped));
}

interface Damage {
  readonly kind: 'replace' | 'add' | 'drop' | 'bare';
  readonly place: number;
  readonly hostile: unknown;
  readonly name: string;
}

function damaged(input: unknown, { kind, place, hostile, name }: Damage): unknown {
  const paths = pathsOf(input);
  const path = paths[place % paths.length] ?? [];
  return changedAt(input, path, (value) => {
    if (kind === 'replace' || !isHolder(value)) return hostile;
    if (Array.isArray(value)) return kind === 'drop' ? value.slice(1) : [...value, hostile];
    if (kind === 'drop') return withoutAny(value, place);
    if (kind === 'bare') return Object.assign(Object.create(null), value);
    return withField(value, name, hostile);
  });
}

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'add', 'drop', 'bare'),
  place: fc.nat({ max: 1000 }),
  hostile: fc.constantFrom(...HOSTILE),
  name: fc.constantFrom(...NAMES),
});

/** Inputs as `valid` makes them with one or two things wrong. */
export function damagedInput(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.array(damage, { minLength: 1, maxLength: 2 }))
    .map(([input, damages]) => damages.reduce(damaged, input));
}
