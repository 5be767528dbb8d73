import {
  type Billing,
  type CallOptions,
  type Listing,
  type OperationId,
  operations,
} from '@billport/core';
import { hasFields, isUnknown, refuses, same, sameObject } from '../assertions.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';
import { awkwardEndings, longest } from './awkward-keys.ts';

type PageInput = { limit?: number; cursor?: string };

/** What the ports whose objects have a `code` have in common. */
interface CodedPort {
  create(input: object, options?: CallOptions): Promise<{ code: string }>;
  get(input: { code: string }): Promise<{ code: string }>;
  list(input: PageInput): Listing<{ code: string }>;
  update(input: { code: string }): Promise<{ code: string }>;
  delete(input: { code: string }): Promise<{ code: string }>;
}

/** A port whose objects have a `code`, and an object of it. */
export interface CodedObject {
  readonly port: 'metrics' | 'plans' | 'coupons' | 'taxes';
  /** Fields of a new object beside its code. */
  fields(context: ScenarioContext): object;
  /** Fields that differ from those, for a second object of the same code. */
  otherFields(context: ScenarioContext): object;
  /** A change, what the object shows after it, and what clears it. */
  readonly change: { readonly set: object; readonly clear: object; readonly cleared: object };
}

function portOf(billing: Billing, { port }: CodedObject): CodedPort {
  return billing[port] as unknown as CodedPort;
}

function ids({ port }: CodedObject) {
  const id = (name: string) => {
    const found = `${port}.${name}` as OperationId;
    if (!operations.has(found)) throw new Error(`${found} is not in the contract`);
    return found;
  };
  return {
    create: id('create'),
    get: id('get'),
    list: id('list'),
    update: id('update'),
    delete: id('delete'),
  };
}

async function made(context: ScenarioContext, object: CodedObject, code = context.key('code')) {
  const created = await portOf(context.billing, object).create({ code, ...object.fields(context) });
  await context.settle();
  return created;
}

function creation(object: CodedObject): Scenario[] {
  const id = ids(object);
  return [
    {
      operation: id.create,
      title: 'brings what was asked for, and get brings the same',
      needs: [id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const input = { code: context.key('code'), ...object.fields(context) };
        const created = await port.create(input);
        await context.settle();
        hasFields(created, input, 'the created object');
        const found = await port.get({ code: created.code });
        sameObject(found, created, 'the object that get brings');
      },
    },
    {
      operation: id.create,
      title: 'refuses a code that is taken, and leaves its object as it was',
      needs: [id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        const before = await port.get({ code });
        const other = { code, ...object.otherFields(context) };
        await refuses('already_exists', () => port.create(other), 'a code that is taken');
        same(await port.get({ code }), before, 'the object after a refused create');
      },
    },
    {
      operation: id.create,
      title: 'takes one of several concurrent calls for one code',
      async run(context) {
        const port = portOf(context.billing, object);
        const input = { code: context.key('code'), ...object.fields(context) };
        const calls = await Promise.allSettled([1, 2, 3].map(() => port.create({ ...input })));
        const outcomes = calls.map((call) =>
          call.status === 'fulfilled' ? 'created' : (call.reason as { code: string }).code,
        );
        same(outcomes.sort(), ['already_exists', 'already_exists', 'created'], 'the outcomes');
      },
    },
    {
      operation: id.create,
      title: 'with the same idempotencyKey brings the first result again',
      needs: [id.get],
      limits: { idempotencyKeys: true },
      async run(context) {
        const port = portOf(context.billing, object);
        const input = { code: context.key('code'), ...object.fields(context) };
        const options = { idempotencyKey: context.key('call') };
        const first = await port.create(input, options);
        same(await port.create(input, options), first, 'the repeated call');
        const other = { ...input, code: context.key('code') };
        await refuses('conflict', () => port.create(other, options), 'the key with another input');
        await isUnknown(() => port.get({ code: other.code }), 'the refused object');
      },
    },
    {
      operation: id.create,
      title: 'keeps awkward codes apart and as they are',
      needs: [id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const stem = context.key('code');
        const endings = ['', ...awkwardEndings];
        const codes = [...endings.map((ending) => `${stem}${ending}`), longest(stem)];
        for (const code of codes) {
          const created = await port.create({ code, ...object.fields(context) });
          same(created.code, code, 'the code');
        }
        await context.settle();
        for (const code of codes) same((await port.get({ code })).code, code, 'the code');
      },
    },
  ];
}

function reading(object: CodedObject): Scenario[] {
  const id = ids(object);
  return [
    {
      operation: id.get,
      title: 'refuses a code that nothing has',
      async run(context) {
        const port = portOf(context.billing, object);
        await isUnknown(() => port.get({ code: context.key('code') }), id.get);
      },
    },
    {
      operation: id.get,
      title: 'tells codes apart by case',
      needs: [id.create],
      async run(context) {
        const { code } = await made(context, object, `${context.key('code')}-Case`);
        const port = portOf(context.billing, object);
        await isUnknown(() => port.get({ code: code.toLowerCase() }), 'the code in lower case');
        same((await port.get({ code })).code, code, 'the code');
      },
    },
    {
      operation: id.list,
      title: 'brings every object once, newest first, by page and by iteration',
      needs: [id.create],
      async run(context) {
        const port = portOf(context.billing, object);
        const codes: string[] = [];
        for (let count = 0; count < 5; count++) codes.unshift((await made(context, object)).code);
        await sameInEveryWay(
          (page) => port.list(page),
          (item) => item.code,
          codes,
        );
      },
    },
    {
      operation: id.list,
      title: 'brings objects as get does',
      needs: [id.create, id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        for await (const item of port.list({ limit: 100 })) {
          if (item.code !== code) continue;
          return sameObject(await port.get({ code }), item, 'the object that get brings');
        }
        await refuses('not_found', () => port.get({ code }), 'an object that is not listed');
      },
    },
  ];
}

function changing(object: CodedObject): Scenario[] {
  const id = ids(object);
  const { change } = object;
  return [
    {
      operation: id.update,
      title: 'changes what is mentioned and leaves the rest',
      needs: [id.create, id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        const before = await port.get({ code });
        const updated = await port.update({ code, ...change.set });
        hasFields(updated, change.set, 'the updated object');
        const after = await port.get({ code });
        same(after, { ...before, ...change.set }, 'the object after an update');
        sameObject(updated, after, 'the result of the update');
      },
    },
    {
      operation: id.update,
      title: 'clears what is null',
      needs: [id.create, id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        await port.update({ code, ...change.set });
        hasFields(await port.update({ code, ...change.clear }), change.cleared, 'the result');
        hasFields(await port.get({ code }), change.cleared, 'the object after it was cleared');
      },
    },
    {
      operation: id.update,
      title: 'sent twice changes nothing more',
      needs: [id.create],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        const first = await port.update({ code, ...change.set });
        same(await port.update({ code, ...change.set }), first, 'the repeated update');
      },
    },
    {
      operation: id.update,
      title: 'refuses a code that nothing has',
      async run(context) {
        const port = portOf(context.billing, object);
        const code = context.key('code');
        await isUnknown(() => port.update({ code, ...change.set }), id.update);
      },
    },
  ];
}

function removing(object: CodedObject): Scenario[] {
  const id = ids(object);
  return [
    {
      operation: id.delete,
      title: 'brings the object as it was, which is gone then',
      needs: [id.create, id.get, id.list],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        const other = await made(context, object);
        const before = await port.get({ code });
        const deleted = await port.delete({ code });
        // A coupon that is deleted may show that it has ended.
        const withStatus = 'status' in deleted ? { status: deleted.status } : {};
        sameObject(deleted, { ...before, ...withStatus }, 'the deleted object');
        await context.settle();
        await isUnknown(() => port.get({ code }), 'a deleted object');
        const left: string[] = [];
        for await (const item of port.list({ limit: 100 })) left.push(item.code);
        same(left.includes(code), false, 'whether the list still has it');
        same(left.includes(other.code), true, 'whether the list still has another one');
      },
    },
    {
      operation: id.delete,
      title: 'leaves the code free for another object',
      needs: [id.create, id.get],
      async run(context) {
        const port = portOf(context.billing, object);
        const { code } = await made(context, object);
        await port.delete({ code });
        await context.settle();
        const other = { code, ...object.otherFields(context) };
        await port.create(other);
        hasFields(await port.get({ code }), other, 'the second object of the code');
      },
    },
    {
      operation: id.delete,
      title: 'refuses a code that nothing has',
      async run(context) {
        const port = portOf(context.billing, object);
        await isUnknown(() => port.delete({ code: context.key('code') }), id.delete);
      },
    },
  ];
}

/** What holds for every port whose objects are addressed by `code`. */
export function codedObjectScenarios(object: CodedObject): readonly Scenario[] {
  return [...creation(object), ...reading(object), ...changing(object), ...removing(object)];
}
