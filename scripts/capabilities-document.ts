import { type Billing, type Capability, type OperationId, operations } from '@billport/core';

/** A provider and the name of its column. */
export interface DocumentedProvider {
  readonly name: string;
  readonly provider: Billing;
}

/** Short signs of the levels, so that a row is seen at once. */
const SIGNS: Readonly<Record<Capability['level'], string>> = {
  native: 'native',
  emulated: 'emulated',
  partial: 'partial',
  unsupported: '–',
};

/** A table may hold no bar and no line break. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** `customers.upsert` is of the port `customers`. */
const portOf = (id: OperationId) => id.slice(0, id.indexOf('.'));

/** One table of levels for each port. */
function* levels(providers: readonly DocumentedProvider[]): Generator<string> {
  const ids = [...operations.keys()];
  for (const port of new Set(ids.map(portOf))) {
    const rows = ids
      .filter((id) => portOf(id) === port)
      .map((id) => [
        `\`${id}\``,
        ...providers.map(({ provider }) => SIGNS[provider.capabilities[id].level]),
      ]);
    yield `### ${port}\n\n${table(['operation', ...providers.map(({ name }) => name)], rows)}`;
  }
}

/** What is said about an operation, beside its level. */
function noteOf({ level, note, without }: Capability): string | undefined {
  const words = level === 'unsupported' && note !== undefined ? `Instead: ${note}` : note;
  const fields = without?.map((field) => `\`${field}\``).join(', ');
  const parts = [words, fields === undefined ? undefined : `Not kept: ${fields}.`];
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? undefined : text;
}

/** What is said alike of neighbours of one port stands once. */
function noteRows({ capabilities }: Billing): string[][] {
  const rows: { ids: string[]; port: string; level: string; note: string }[] = [];
  for (const [id, capability] of Object.entries(capabilities)) {
    const note = noteOf(capability);
    if (note === undefined) continue;
    const [port, level] = [portOf(id as OperationId), SIGNS[capability.level]];
    const last = rows.at(-1);
    const isAlike = last?.port === port && last.level === level && last.note === note;
    if (isAlike) last.ids.push(`\`${id}\``);
    else rows.push({ ids: [`\`${id}\``], port, level, note });
  }
  return rows.map(({ ids, level, note }) => [ids.join(', '), level, note]);
}

function notes({ name, provider }: DocumentedProvider): string {
  const rows = noteRows(provider);
  const body = rows.length === 0 ? 'None.' : table(['operation', 'level', 'note'], rows);
  return `### ${name}\n\n${body}`;
}

const list = (values: readonly string[] | 'all') => (values === 'all' ? 'all' : values.join(', '));

const yesOrNo = (value: boolean | undefined) => (value === true ? 'yes' : 'no');

const fieldList = (fields: readonly string[] | undefined) =>
  fields === undefined || fields.length === 0
    ? 'none'
    : fields.map((field) => `\`${field}\``).join(', ');

/** Many currencies are told by their number. */
const currencies = (codes: readonly string[] | 'all') =>
  codes !== 'all' && codes.length > 20 ? `${codes.length} of ISO 4217` : list(codes);

/** What each limit says, in rows. */
const LIMITS: readonly (readonly [string, (limits: Billing['limits']) => string])[] = [
  ['aggregations', ({ aggregations }) => list(aggregations)],
  ['charge models', ({ chargeModels }) => list(chargeModels)],
  ['intervals', ({ intervals }) => list(intervals)],
  ['currencies', (limits) => currencies(limits.currencies)],
  ['events that travel together', ({ usage }) => String(usage.batchSize)],
  ['one bad event keeps the others out', ({ usage }) => yesOrNo(usage.atomic)],
  ['an event is repeated when it has the same', ({ usage }) => usage.deduplication],
  ['repeated events are', ({ usage }) => usage.repeats],
  ['only whole units are billed', ({ wholeUnits }) => yesOrNo(wholeUnits)],
  ['idempotency keys', ({ idempotencyKeys }) => yesOrNo(idempotencyKeys)],
  ['effects may be seen later', ({ eventuallyConsistent }) => yesOrNo(eventuallyConsistent)],
  ['fields that are required', ({ fields }) => fieldList(fields?.required)],
  ['fields that are refused', ({ fields }) => fieldList(fields?.refused)],
];

function limitsTable(providers: readonly DocumentedProvider[]): string {
  const rows = LIMITS.map(([name, read]) => [
    name,
    ...providers.map(({ provider }) => read(provider.limits)),
  ]);
  return table(['', ...providers.map(({ name }) => name)], rows);
}

/** What every provider does with every operation, as a page: made from their manifests alone. */
export function capabilitiesDocument(providers: readonly DocumentedProvider[]): string {
  return [
    '# What each provider does',
    '<!-- Generated from the manifests by `pnpm docs:capabilities`. Do not edit by hand. -->',
    '`native`: as the contract says. `emulated`: the same result, made in another way. `partial`: a part\nis missing. –: the operation throws `unsupported` before anything is sent. A program asks with\n`billing.supports(…)`, `billing.capabilities` and `billing.limits`; what a single call did in another\nway is in the `warnings` of its result.',
    '## Operations',
    ...levels(providers),
    '## Limits',
    limitsTable(providers),
    '## Notes',
    ...providers.map(notes),
  ].join('\n\n');
}
