import { describe, expect, it } from 'vitest';
import { ALIASES, toolMeantBy } from '../../../packages/mcp/src/aliases/alias-tools.ts';
import { surface } from '../../../packages/mcp/src/surface/surface.ts';
import { TOOLSETS } from '../../../packages/mcp/src/tools/tool.ts';
import { openAccount } from './open-account.ts';

const callerWith = (...scopes: readonly string[]) => ({
  token: '',
  clientId: 'client',
  scopes: [...scopes],
  extra: { billportPrincipal: 'ann' },
});

const entryOf = (name: string) =>
  surface.entries.find(({ tool }) => tool.name === toolMeantBy(name));
const everyName = [...surface.entries.map(({ tool }) => tool.name), ...ALIASES];

describe('a caller', () => {
  it.each([[[]], [['billing:read']], [['billing:read', 'billing:write']], [['billing:money']]])(
    'S4: with the scopes %j sees the tools of these, and gets no other by any name',
    async (scopes) => {
      const { client, call, written } = await openAccount({
        authInfo: callerWith(...scopes),
        settings: { policy: 'allow' },
      });
      const listed = (await client.listTools()).tools.map(({ name }) => name);
      const visible = surface.entries.filter(({ scope }) => scopes.includes(scope));
      expect(listed).toEqual(visible.map(({ tool }) => tool.name));
      for (const name of everyName) {
        const entry = entryOf(name);
        if (entry === undefined || scopes.includes(entry.scope)) continue;
        const { isError, facts } = await call(name);
        expect([name, isError]).toEqual([name, true]);
        expect([name, facts.error]).toMatchObject([
          name,
          { code: 'denied', scope: entry.scope, changed: 'no' },
        ]);
      }
      expect(written).toEqual([]);
    },
  );

  it('A: of a read-only server gets no tool that changes anything by any name', async () => {
    const { call, client, written } = await openAccount({
      settings: { readOnly: true, policy: 'allow', toolsets: TOOLSETS },
    });
    const reading = surface.entries.filter(({ tool }) => tool.annotations.readOnlyHint);
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    expect(listed).toEqual(reading.map(({ tool }) => tool.name));
    const changing = everyName.filter((name) => entryOf(name)?.kind === 'changing');
    expect(changing.length).toBeGreaterThan(40);
    for (const name of changing) {
      const { isError, facts } = await call(name);
      expect([name, isError, facts.error]).toMatchObject([
        name,
        true,
        { code: 'unsupported', changed: 'no' },
      ]);
    }
    expect(written).toEqual([]);
  });
});
