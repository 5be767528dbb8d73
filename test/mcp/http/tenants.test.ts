import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { selectProvider } from 'billport';
import { expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../../packages/mcp/src/configuration/read-settings.ts';
import { startIssuer } from '../../../packages/mcp/src/http/local-issuer.fixture.ts';
import { startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { createServerFactory } from '../../../packages/mcp/src/server/create-factory.ts';
import { ERAS, type Era, messageIn, send } from './messages.ts';

const ALL = 'billing:read billing:write billing:money';

/** The server itself on an engine with one customer, behind an authorization server. */
async function startTenants() {
  const issuer = await startIssuer();
  const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
  await billing.customers.upsert({ customerKey: 'acme', name: 'Acme', currency: 'EUR' });
  const made = createServerFactory({
    choice: selectProvider({}),
    settings: readSettings({}),
    billing,
  });
  const serving = await startHttp({
    ...made,
    environment: { ...issuer.environment, BILLING_MCP_HTTP_PORT: '0' },
    log: () => undefined,
  });
  onTestFinished(async () => {
    await serving.close();
    await made.close();
    await billing.close();
  });
  return {
    billing,
    async callAs(sub: string, era: Era, args: Readonly<Record<string, unknown>>) {
      const token = await issuer.token({ claims: { sub, scope: ALL } });
      const headers = { authorization: `Bearer ${token}` };
      const params = { name: 'add_credits', arguments: args };
      const { result } = messageIn(
        await send(serving.url, [era, 'tools/call', params], { headers }),
      );
      return result as { isError?: boolean; structuredContent: Record<string, unknown> };
    },
  };
}

type Tenants = Awaited<ReturnType<typeof startTenants>>;

async function balancesOf({ billing }: Tenants): Promise<string[]> {
  const { items } = await billing.credits.listWallets({ customerKey: 'acme' });
  return items.map(({ balance }) => balance.amount);
}

it.each(ERAS)(
  'S5: what one caller was asked to confirm is of no use to another, in %s',
  async (era) => {
    const tenants = await startTenants();
    const args = { customer: 'acme', kind: 'granted', amount: '50.00' };
    const asked = await tenants.callAs('ada', era, args);
    const confirmed = { ...args, confirm_token: asked.structuredContent.confirm_token };
    expect(confirmed.confirm_token).toEqual(expect.any(String));

    const stolen = await tenants.callAs('bob', era, confirmed);
    expect(stolen).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'consent_refused', changed: 'no' } },
    });
    expect(await balancesOf(tenants)).toEqual([]);

    // Another token of the same subject is the same caller, and the theft took nothing from her.
    expect((await tenants.callAs('ada', era, confirmed)).isError ?? false).toBe(false);
    expect(await balancesOf(tenants)).toEqual(['50.00']);
  },
);
