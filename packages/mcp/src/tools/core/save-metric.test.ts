import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { saveMetric } from './save-metric.ts';

describe('save_metric', () => {
  it('A: creates a metric; called twice leaves equal state', async () => {
    const call = testCall();
    const args = { code: 'gb', name: 'Gigabytes', aggregation: 'sum', property: 'gb' };
    const change = await plan(saveMetric, args, call);
    expect(change).toMatchObject({ needsConsent: false, targets: ['metric:gb'] });
    await run(saveMetric, args, call);
    const once = await stateOf(call);
    await run(saveMetric, args, call);
    expect(await stateOf(call)).toEqual(once);
    expect(await call.engine.metrics.get({ code: 'gb' })).toMatchObject(args);
  });

  it('changes the name of one that is there', async () => {
    const call = await withAcme(testCall());
    const { summary } = await run(saveMetric, { code: 'calls', name: 'Requests' }, call);
    expect(summary).toMatch(/^Updated metric /);
    expect(await call.engine.metrics.get({ code: 'calls' })).toMatchObject({
      name: 'Requests',
      aggregation: 'count',
    });
  });

  it('refuses another aggregation for one that is there, and names it', async () => {
    const call = await withAcme(testCall());
    await expect(
      plan(saveMetric, { code: 'calls', aggregation: 'sum', property: 'n' }, call),
    ).rejects.toMatchObject({ code: 'invalid_arguments', options: { field: 'aggregation' } });
  });

  it('holds a new one against the contract before anything is done', async () => {
    const call = testCall();
    await expect(plan(saveMetric, { code: 'x' }, call)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['aggregation'] }],
    });
    await expect(plan(saveMetric, { code: 'x', aggregation: 'sum' }, call)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['property'] }],
    });
  });
});
