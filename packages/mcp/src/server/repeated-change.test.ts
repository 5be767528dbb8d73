import { BillingError, manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Settings } from '../configuration/settings.ts';
import { changingTool } from '../tools/tool.ts';
import { nameCustomer, START, surfaceOf, testServer } from './test-server.fixture.ts';

/** The world that a plan looks at, and that moves between the first call and its repeat. */
interface World {
  price: string;
  startAt: string;
  failure: Error | undefined;
}

/** Moves an amount that is looked up; the price is no part of what the provider is sent. */
const moveMoney = (world: World) =>
  changingTool({
    ...nameCustomer,
    name: 'move_money',
    arguments: z.strictObject({ customerKey: z.string() }),
    plan: async ({ customerKey }) => {
      const { price, startAt } = world;
      return {
        effect: `Charge ${customerKey} ${price} USD.`,
        needsConsent: true,
        money: { amount: price, currency: 'USD' },
        targets: [],
        calls: [{ operation: 'customers.upsert', input: { customerKey, metadata: { startAt } } }],
        show: () => ({ summary: 'Charged.', facts: { startAt } }),
      };
    },
  });

async function unclearCharge(settings: Partial<Settings> = {}) {
  const world: World = {
    price: '49',
    startAt: 'monday',
    failure: new BillingError('timeout', { message: 'No answer.' }),
  };
  const clock = manualClock(START);
  const sent: unknown[] = [];
  const server = await testServer({
    surface: surfaceOf(moveMoney(world)),
    clock,
    settings,
    watch: ({ operation, input }) => {
      if (operation.effect === 'read') return;
      sent.push(input);
      if (world.failure !== undefined) throw world.failure;
    },
  });
  const charge = (controls: object = {}) =>
    server.call('move_money', { customerKey: 'acme', idempotency_key: 'k', ...controls });
  const agreed = async () => {
    const { facts } = await charge();
    return charge({ confirm_token: facts.confirm_token });
  };
  const first = settings.policy === 'allow' ? await charge() : await agreed();
  expect(first.facts.error).toMatchObject({ code: 'timeout', changed: 'unknown' });
  world.failure = undefined;
  return { world, clock, sent, charge, agreed };
}

describe('a repeat of a change that may have happened', () => {
  it('D7: is made at once while it is what was agreed to, and does not count again', async () => {
    const { charge, sent } = await unclearCharge({ maxChangesPerHour: 1 });
    expect((await charge()).isError).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it('D3: of another amount is agreed to anew', async () => {
    const { world, charge, agreed, sent } = await unclearCharge();
    world.price = '4900';
    const repeat = await charge();
    expect(repeat.facts).toMatchObject({ changed: 'no', money: { amount: '4900' } });
    expect(repeat.facts).toHaveProperty('confirm_token');
    expect(sent).toHaveLength(1);
    expect((await agreed()).isError).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it('D8: of another amount is held to the limits', async () => {
    const { world, charge, sent } = await unclearCharge({
      policy: 'allow',
      maxAmount: { USD: '100' },
    });
    world.price = '4900';
    expect((await charge()).facts.error).toMatchObject({ code: 'limit_exceeded' });
    expect(sent).toHaveLength(1);
  });

  it('D8: of another amount counts', async () => {
    const { world, charge } = await unclearCharge({
      policy: 'allow',
      maxAmountPerHour: { USD: '100' },
    });
    world.price = '60';
    expect((await charge()).facts.error).toMatchObject({ code: 'limit_exceeded', moved: '49' });
  });

  it.each([
    ['2026-03-10T12:09:59.999Z', 2],
    ['2026-03-10T12:10:00.000Z', 1],
  ])(
    'D3: is agreed to anew when ten minutes are over: at %s it is sent %i times',
    async (...row) => {
      const [time, times] = row;
      const { clock, charge, sent } = await unclearCharge();
      clock.moveTo(time);
      const { facts } = await charge();
      expect(Object.hasOwn(facts, 'confirm_token')).toBe(times === 1);
      expect(sent).toHaveLength(times);
    },
  );

  it('D7: sends what was sent first, and shows that', async () => {
    const { world, charge, sent } = await unclearCharge();
    world.startAt = 'tuesday';
    expect((await charge()).facts).toMatchObject({ startAt: 'monday' });
    expect(sent).toEqual(Array(2).fill({ customerKey: 'acme', metadata: { startAt: 'monday' } }));
  });

  it('D3: is refused where neither the effect nor the inputs are those of then', async () => {
    const { world, charge, sent } = await unclearCharge({ policy: 'allow' });
    Object.assign(world, { price: '50', startAt: 'tuesday' });
    expect((await charge()).facts.error).toMatchObject({
      code: 'invalid_arguments',
      field: 'idempotency_key',
    });
    expect(sent).toHaveLength(1);
  });

  it('D3: is agreed to anew after a repeat that was agreed to and did nothing', async () => {
    const { world, charge, agreed } = await unclearCharge();
    Object.assign(world, {
      price: '60',
      failure: new BillingError('rejected', { message: 'No.' }),
    });
    expect((await agreed()).facts.error).toMatchObject({ code: 'rejected', changed: 'no' });
    world.failure = undefined;
    expect((await charge()).facts).toHaveProperty('confirm_token');
  });
});
