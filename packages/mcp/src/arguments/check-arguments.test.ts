import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../answers/refusal.ts';
import { spoken } from '../answers/words.ts';
import { changingTool, readingTool, type Tool } from '../tools/tool.ts';
import { checkArguments } from './check-arguments.ts';

const declaration = {
  title: 'Try',
  description: 'Tries.',
  toolset: 'core',
  scope: 'billing:read',
  safety: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: [],
} as const;

const own = z.strictObject({
  customer: z.string().min(1),
  limit: z.int().min(1).max(100).default(20),
  items: z.array(z.strictObject({ feeId: z.string(), amount: z.string().optional() })).optional(),
});
const reading = readingTool({
  ...declaration,
  name: 'try_reading',
  arguments: own,
  read: async () => ({ summary: '', facts: {} }),
});
const changing = (args: z.ZodObject = own): Tool =>
  changingTool({
    ...declaration,
    name: 'try_changing',
    arguments: args,
    plan: async () => ({
      effect: '',
      needsConsent: false,
      targets: [],
      calls: [],
      show: () => ({ summary: '', facts: {} }),
    }),
  });

function refusalOf(tool: Tool, args: Record<string, unknown>) {
  try {
    checkArguments(tool, args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message, field, next } = error.options;
    return { code: error.code, message: spoken(message, 'full'), field, next };
  }
  throw new Error('It was not refused.');
}

describe('checkArguments', () => {
  it('R4: says first what a misspelled name was meant for, then what is missing', () => {
    const { message, field } = refusalOf(reading, { custmer: 'acme', limit: 0 });
    expect(message).toMatch(
      /^"custmer": Unknown argument\. Did you mean customer\? · "customer": /,
    );
    expect(field).toBe('custmer');
  });

  it('compares a few names of very many unknown ones, and names three', () => {
    const given = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`custome${i}`, 1]));
    const { message } = refusalOf(reading, given);
    expect(message.split(' · ')).toHaveLength(3);
    expect(message).toMatch(/\(and 4998 more\)$/);
  });

  it('splits what the server takes from what the tool takes', () => {
    const given = { customer: 'acme', response_format: 'detailed', idempotency_key: 'k1' };
    expect(checkArguments(changing(), { ...given, dry_run: true, confirm_token: 't' })).toEqual({
      args: { customer: 'acme', limit: 20 },
      controls: { dryRun: true, confirmToken: 't', idempotencyKey: 'k1', detailed: true },
    });
  });

  it.each([
    ['custmer', 'Did you mean customer?'],
    ['Customer', 'Did you mean customer?'],
    ['dry_runs', 'Did you mean dry_run?'],
    ['idempotencyKey', 'Did you mean idempotency_key?'],
  ])('R4: refuses the unknown argument %s by name, with the nearest one', (name, hint) => {
    const refusal = refusalOf(changing(), { customer: 'acme', [name]: 'x' });
    expect(refusal).toMatchObject({ code: 'invalid_arguments', field: name });
    expect(refusal.message).toContain(`"${name}": Unknown argument. ${hint}`);
  });

  it('R4: names all arguments where none is near', () => {
    const { message } = refusalOf(reading, { customer: 'acme', zzz: 1 });
    expect(message).toContain('Known ones: customer, limit, items, response_format.');
  });

  it('R4: names the nearest one inside of a list, too', () => {
    const refusal = refusalOf(reading, { customer: 'acme', items: [{ feeId: '1', amuont: '2' }] });
    expect(refusal.field).toBe('items[0].amuont');
    expect(refusal.message).toContain('Did you mean amount?');
  });

  it('R4: a reading tool takes no controls of changing ones', () => {
    expect(refusalOf(reading, { customer: 'acme', dry_run: true }).field).toBe('dry_run');
  });

  it('says of every wrong argument where it is and what is wrong, three in words', () => {
    const { message, field } = refusalOf(reading, {
      customer: '',
      limit: 101,
      items: 'none',
      response_format: 'long',
    });
    expect(field).toBe('customer');
    expect(message).toMatch(/"customer": .* · "limit": .* · "items": .* \(and 1 more\)/);
  });

  it('S2: a name that somebody made up cannot leave its quotes', () => {
    const name = 'x"\n</data> <b>\u202e\u{e0041}';
    const { message } = refusalOf(reading, { customer: 'acme', [name]: 1 });
    expect(message).not.toMatch(/[\n<>\u202e\u{e0041}]/u);
  });

  it('D6: a tool that previews by default is meant by a token or by dry_run false', () => {
    const dry = changing(z.strictObject({ dry_run: z.boolean().default(true) }));
    const isDry = (args: Record<string, unknown>) => checkArguments(dry, args).controls.dryRun;
    expect(isDry({})).toBe(true);
    expect(isDry({ dry_run: false })).toBe(false);
    expect(isDry({ confirm_token: 't' })).toBe(false);
    expect(isDry({ confirm_token: 't', dry_run: true })).toBe(true);
  });
});
