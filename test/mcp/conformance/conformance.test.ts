import { selectProvider } from 'billport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServing, startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { createServerFactory, readSettings } from '../../../packages/mcp/src/index.ts';
import { registerScenarios } from './scenarios/register-scenarios.ts';
import { requiredScenarios, runSuite } from './suite-run.ts';

let serving: HttpServing;

beforeAll(async () => {
  const served = createServerFactory({
    choice: selectProvider({}),
    settings: readSettings({}, {}),
    extend: registerScenarios,
  });
  serving = await startHttp({
    ...served,
    environment: { BILLING_MCP_HTTP_PORT: '0' },
    log: () => undefined,
  });
});

afterAll(() => serving.close());

/** A run of the suite: the scenarios that the revision requires, passed or not. */
async function required(revision: string) {
  const run = await runSuite(serving.url, revision);
  const scenarios = requiredScenarios(revision);
  const passed = scenarios.filter((name) => run.passed.includes(name));
  return { ...run, passed, others: scenarios.filter((name) => !passed.includes(name)) };
}

describe('the conformance suite of the protocol', () => {
  it('P1: passes all 37 scenarios that 2026-07-28 requires', { timeout: 120_000 }, async () => {
    const { code, output, passed, others } = await required('2026-07-28');
    expect(others, output).toEqual([]);
    expect(passed).toHaveLength(37);
    expect(code).toBe(0);
  });

  it('P1: passes 25 of 30 that 2025-11-25 requires, and fails none that is not expected', {
    timeout: 120_000,
  }, async () => {
    const { code, output, passed, others } = await required('2025-11-25');
    expect(code, output).toBe(0);
    expect(passed).toHaveLength(25);
    expect(others).toHaveLength(5);
  });
});
