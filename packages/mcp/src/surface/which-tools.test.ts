import { type Capabilities, operations } from '@billport/core';
import { selectProvider } from 'billport';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOOLSETS } from '../tools/tool.ts';
import { surface } from './surface.ts';
import { absenceOf, type Selection } from './which-tools.ts';

const { entries } = surface;
const all = entries.map(({ tool }) => tool.name);
const everything = Object.fromEntries(
  [...operations.keys()].map((id) => [id, { level: 'native' }]),
) as Capabilities;
const SELECTION: Selection = {
  toolsets: TOOLSETS,
  tools: [],
  excludedTools: [],
  readOnly: false,
};
const selected = (selection: Partial<Selection>, capabilities = everything) =>
  entries
    .filter((entry) => absenceOf(entry, { ...SELECTION, ...selection }, capabilities) === undefined)
    .map(({ tool }) => tool.name);

const selections = fc.record({
  toolsets: fc.subarray([...TOOLSETS]),
  tools: fc.subarray(all),
  excludedTools: fc.subarray(all),
  readOnly: fc.boolean(),
});

describe('which tools there are', () => {
  it('brings the tools of toolsets, and single ones beside them', () => {
    expect(selected({ toolsets: ['tail'] })).toEqual([
      'search_operations',
      'read_operation',
      'write_operation',
    ]);
    expect(selected({ toolsets: ['tail'], tools: ['get_customer'] })[0]).toBe('get_customer');
  });

  it('A: read-only leaves exactly the tools that say that they only read', () => {
    const reading = entries.filter(({ tool }) => tool.annotations.readOnlyHint);
    expect(selected({ readOnly: true, tools: all })).toEqual(reading.map(({ tool }) => tool.name));
    expect(selected({ readOnly: true, tools: all })).not.toContain('write_operation');
  });

  it('A: says of every tool all four hints, and of each kind what it is', () => {
    for (const { tool, kind } of entries) {
      const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
      const hints = [readOnlyHint, destructiveHint, idempotentHint, openWorldHint];
      expect(hints.every((hint) => typeof hint === 'boolean')).toBe(true);
      expect([tool.name, readOnlyHint]).toEqual([tool.name, kind === 'reading']);
      if (kind === 'reading') expect([destructiveHint, idempotentHint]).toEqual([false, true]);
    }
  });

  it('S4: asks of reading tools the scope to read, and of no other', () => {
    for (const { scope, kind } of entries) {
      expect(scope === 'billing:read').toBe(kind === 'reading');
    }
  });

  it('leaves out what is excluded, and with read-only all that changes, whatever else is set', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const names = selected(selection);
        expect(names.filter((name) => selection.excludedTools.includes(name))).toEqual([]);
        const kinds = entries.filter(({ tool }) => names.includes(tool.name));
        if (selection.readOnly) expect(kinds.every(({ kind }) => kind === 'reading')).toBe(true);
      }),
    );
  });

  it('R6: a tool whose operations the provider has none of is not there', () => {
    const withoutCoupons = Object.fromEntries(
      Object.entries(everything).map(([id, capability]) => [
        id,
        id.startsWith('coupons.') ? { level: 'unsupported' } : capability,
      ]),
    ) as Capabilities;
    const missing = all.filter((name) => !selected({}, withoutCoupons).includes(name));
    expect(missing).toEqual(['save_coupon', 'apply_coupon']);
  });

  it.each([
    [
      'Paigo',
      { BILLING_PROVIDER: 'paigo' },
      [
        'save_coupon',
        'preview_charges',
        'apply_coupon',
        'update_invoice',
        'collect_invoice',
        'void_document',
        'create_credit_note',
      ],
    ],
    [
      'Lago without a licence',
      { BILLING_PROVIDER: 'lago', LAGO_PREMIUM: 'false' },
      ['preview_charges', 'create_credit_note'],
    ],
    ['Lago', { BILLING_PROVIDER: 'lago' }, []],
    ['the embedded engine', {}, []],
  ])(
    'R6: on %s exactly the tools are missing that could do nothing',
    async (_, environment, missing) => {
      const there = selected({}, await selectProvider(environment).capabilities());
      expect(all.filter((name) => !there.includes(name))).toEqual(missing);
    },
  );

  it('R6: of a provider that only says how it is, the tools are left that look', () => {
    const onlyHealth = Object.fromEntries(
      Object.keys(everything).map((id) => [
        id,
        { level: id === 'health.check' ? 'native' : 'unsupported' },
      ]),
    ) as Capabilities;
    expect(selected({}, onlyHealth)).toEqual(['search_operations', 'read_operation']);
  });

  it.each([
    ['one that it cannot do without', 'creditNotes.create', 'create_credit_note', true],
    ['one of several that will do', 'invoices.void', 'void_document', false],
  ])('R6: a tool goes with %s', (_, operation, name, isGone) => {
    const capabilities = { ...everything, [operation]: { level: 'unsupported' } } as Capabilities;
    expect(selected({}, capabilities).includes(name)).toBe(!isGone);
  });
});
