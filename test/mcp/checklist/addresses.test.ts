import { operations } from '@billport/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { testServer } from '../../../packages/mcp/src/server/test-server.fixture.ts';
import { ALL_TOOLS } from '../../../packages/mcp/src/tools/all-tools.ts';

/** What a field for an address is called, as a whole word of its name. */
const ADDRESS_WORDS = [
  'url',
  'uri',
  'href',
  'link',
  'endpoint',
  'host',
  'hostname',
  'origin',
  'domain',
  'ip',
  'port',
  'proxy',
  'callback',
  'redirect',
  'webhook',
  'server',
  'baseurl',
  'provider',
  'credential',
  'token',
  'secret',
  'password',
  'apikey',
  'file',
  'path',
];

/** `successRedirectUrl` and `confirm_token` as words. */
const wordsOf = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/);

/** Names of all fields of a JSON schema, also of those within others. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, format } = schema as { properties?: object; format?: string };
  const formats = format === 'uri' || format === 'url' ? [`format ${format}`] : [];
  return [...Object.keys(properties), ...formats, ...Object.values(schema).flatMap(fieldsOf)];
}

const inputOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const suspicious = (names: readonly string[]) => [
  ...new Set(names.filter((name) => wordsOf(name).some((word) => ADDRESS_WORDS.includes(word)))),
];

it('finds fields within fields, and addresses among them', () => {
  const schema = z.object({ list: z.array(z.object({ successUrl: z.string(), at: z.string() })) });
  expect(fieldsOf(inputOf(schema))).toEqual(['list', 'successUrl', 'at']);
  expect(suspicious(fieldsOf(inputOf(schema)))).toEqual(['successUrl']);
});

it('S6: no tool takes an address, a file, a provider or a credential', () => {
  const taken = ALL_TOOLS.map(({ name, arguments: schema }) => [
    name,
    suspicious(fieldsOf(inputOf(schema))),
  ]);
  expect(taken.filter(([, names]) => names?.length !== 0)).toEqual([]);
});

it('S6: no operation that the tail reaches takes one', () => {
  const taken = [...operations].map(([id, { input }]) => [
    id,
    suspicious(fieldsOf(inputOf(input as z.ZodType))),
  ]);
  const upsert = operations.get('customers.upsert');
  expect(fieldsOf(inputOf(upsert?.input as z.ZodType))).toContain('customerKey');
  expect(taken.filter(([, names]) => names?.length !== 0)).toEqual([]);
});

it.each(['url', 'baseUrl', 'api_key', 'apiKey', 'provider', 'LAGO_API_URL'])(
  'S5, S6: %s as an argument is refused by every tool before the provider hears of it',
  async (field) => {
    const seen: string[] = [];
    const { call, client } = await testServer({
      surface: undefined,
      watch: ({ operation }) => void seen.push(operation.id),
    });
    for (const { name } of (await client.listTools()).tools) {
      const { isError, facts } = await call(name, { [field]: 'http://169.254.169.254/' });
      expect([name, isError]).toEqual([name, true]);
      expect(facts.error).toMatchObject({ code: 'invalid_arguments', changed: 'no' });
      expect((facts.error as { message: string }).message).toContain(field);
    }
    expect(seen).toEqual([]);
  },
);
