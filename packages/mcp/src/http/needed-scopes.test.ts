import { describe, expect, it } from 'vitest';
import type { Scope } from '../tools/tool.ts';
import { missingScopes, subjectsOf } from './needed-scopes.ts';

const SCOPES: Readonly<Record<string, Scope>> = {
  get_customer: 'billing:read',
  save_plan: 'billing:write',
  write_operation: 'billing:money',
};

const call = (name: unknown) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } });

function missing(body: unknown, granted: readonly string[]): string[] {
  return missingScopes(subjectsOf(body), granted, (name) => SCOPES[name]);
}

describe('S4: scopes of messages', () => {
  it.each([
    ['get_customer', 'billing:read'],
    ['save_plan', 'billing:write'],
    ['write_operation', 'billing:money'],
  ])('%s needs %s and nothing else', (name, scope) => {
    expect(missing(call(name), [])).toEqual([scope]);
    expect(missing(call(name), [scope])).toEqual([]);
    const others = Object.values(SCOPES).filter((other) => other !== scope);
    expect(missing(call(name), others)).toEqual([scope]);
  });

  it('of a batch are those of all its messages, each named once', () => {
    const batch = [call('save_plan'), call('write_operation'), call('save_plan')];
    expect(missing(batch, ['billing:read'])).toEqual(['billing:write', 'billing:money']);
  });

  it.each(['resources/read', 'prompts/get', 'completion/complete'])(
    '%s looks into the billing system and needs billing:read',
    (method) => {
      expect(missing({ method, params: { name: 'x' } }, ['billing:money'])).toEqual([
        'billing:read',
      ]);
    },
  );

  it('are none for what looks at nothing, and for what is no tool or no message', () => {
    const harmless = [
      { method: 'tools/list' },
      { method: 'initialize', params: { name: 'write_operation' } },
      call('unknown'),
      call(7),
      { method: 'tools/call' },
      { method: 'tools/call', params: null },
      null,
      'text',
    ];
    expect(missing(harmless, [])).toEqual([]);
  });
});
