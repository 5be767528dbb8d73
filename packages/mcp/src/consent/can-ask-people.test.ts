import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { canAskPeople } from './can-ask-people.ts';

const modern = (capabilities: object) => ({ [CLIENT_CAPABILITIES_META_KEY]: capabilities });

// facts/mcp.md §d.4
it.each([
  ['2025 with forms', undefined, { elicitation: { form: {} } }, true],
  ['2025 with a bare capability', undefined, { elicitation: {} }, true],
  ['2025 with links only', undefined, { elicitation: { url: {} } }, false],
  ['2025 with nothing', undefined, {}, false],
  ['2025 over HTTP without a session', undefined, undefined, false],
  ['2026 with forms', modern({ elicitation: { form: {} } }), undefined, true],
  ['2026 with forms and links', modern({ elicitation: { form: {}, url: {} } }), undefined, true],
  ['2026 with links only', modern({ elicitation: { url: {} } }), undefined, false],
  ['2026 with nothing', modern({}), { elicitation: {} }, false],
  ['2026 that says nothing of it', {}, { elicitation: {} }, false],
  ['2026 with nonsense', modern({ elicitation: true }), undefined, false],
])('D2: a client of %s', (_, envelope, declared, expected) => {
  expect(canAskPeople(envelope, declared)).toBe(expected);
});
