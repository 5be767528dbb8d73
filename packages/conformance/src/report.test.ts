import { type OperationId, operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { formatReport, makeReport, type ScenarioResult } from './report.ts';

const ids = [...operations.keys()];

function ran(
  operation: OperationId,
  outcome: ScenarioResult['outcome'] = 'passed',
  fields: Partial<ScenarioResult> = {},
): ScenarioResult {
  return { operation, title: 'does it', outcome, derived: false, ...fields };
}

const all = ids.map((id) => ran(id));
const supported = () => true;

describe('makeReport', () => {
  it('passes when a scenario of its own ran for every operation', () => {
    const report = makeReport('engine', all, supported);
    expect(report).toMatchObject({ passed: true, missing: [], executed: ids, supported: ids });
  });

  it('does not pass when nothing ran', () => {
    const report = makeReport('engine', [], supported);
    expect(report).toMatchObject({ passed: false, missing: ids, executed: [] });
  });

  it('does not take a derived scenario or one that was not run for one that ran', () => {
    const [first, second, ...others] = all;
    const weak = [
      { ...first, derived: true },
      { ...second, outcome: 'not_run' },
      ...others,
    ] as ScenarioResult[];
    expect(makeReport('engine', weak, supported).missing).toEqual(ids.slice(0, 2));
  });

  it('asks for a twin where the operation is unsupported', () => {
    const [first, ...others] = ids;
    if (first === undefined) throw new Error('The contract is empty.');
    const lacksFirst = (id: OperationId) => id !== first;
    const rest = others.map((id) => ran(id));
    expect(makeReport('part', [ran(first, 'twin'), ...rest], lacksFirst).passed).toBe(true);
    expect(makeReport('part', rest, lacksFirst).missing).toEqual([first]);
    expect(makeReport('part', [ran(first), ...rest], lacksFirst).missing).toEqual([first]);
  });

  it('does not pass when one scenario failed', () => {
    const [first] = ids;
    if (first === undefined) throw new Error('The contract is empty.');
    const failed = ran(first, 'failed', { error: new Error('wrong') });
    expect(makeReport('engine', [...all, failed], supported)).toMatchObject({
      passed: false,
      counts: { failed: 1 },
    });
  });
});

describe('formatReport', () => {
  it('counts, and names what failed, was not run or is missing', () => {
    const results = [
      ran('customers.get'),
      ran('customers.upsert', 'failed', { error: new Error('the name is lost') }),
      ran('plans.get', 'not_run', { reason: 'the time cannot be moved' }),
    ];
    const lines = formatReport(makeReport('engine', results, supported)).split('\n');
    expect(lines[0]).toBe(
      `engine: 1 passed, 0 refused as declared, 1 failed, 1 not run; 2 of ${ids.length} supported operations ran.`,
    );
    expect(lines).toContain('  FAILED  customers.upsert does it: Error: the name is lost');
    expect(lines).toContain('  NOT RUN plans.get does it: the time cannot be moved');
    expect(lines).toContain('  MISSING plans.get: no scenario of its own ran');
  });
});
