import { describe, expect, it } from 'vitest';
import { checkOptions } from '../machinery/check-options.ts';
import { CHECKS } from './check-options.ts';
import { startLago } from './start-lago.ts';

describe('settings of startLago', () => {
  it.each([
    ['port', 'abc', 'Write a whole number from 0 to 65535.'],
    ['port', 65_536, 'Write a whole number from 0 to 65535.'],
    ['host', 12, 'Write an address of this machine'],
    ['host', '[::1]', 'without brackets'],
    ['apiKey', '', 'Write a key that is not empty'],
    ['apiKey', 'two words', 'has no spaces'],
    ['hmacKey', ' ', 'Write a text that is not blank.'],
    ['startAt', 'yesterday', '"yesterday" is not a moment'],
    ['startAt', null, 'Pass a moment'],
    ['frozen', 'yes', 'Write true or false.'],
    ['clock', {}, 'Pass systemClock'],
    ['premium', 'off', 'Write true or false.'],
    ['jobDelayMs', -1, 'Write whole milliseconds from 0'],
    // Timers that are longer fire at once.
    ['jobDelayMs', 2 ** 31, 'Write whole milliseconds from 0'],
  ])('refuses %s: %j', async (setting, value, rule) => {
    await expect(startLago({ [setting]: value })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(rule),
      details: { setting },
    });
  });

  it('names what is allowed', async () => {
    await expect(startLago({ eventStore: 'mysql' as never })).rejects.toMatchObject({
      message: 'eventStore: Write "postgres" or "clickhouse".',
      details: { setting: 'eventStore', allowed: ['postgres', 'clickhouse'] },
    });
  });

  it.each(['prot', 'toString'])('names all settings where there is no %s', async (setting) => {
    const allowed = expect.arrayContaining(['port', 'host', 'apiKey', 'frozen', 'premium']);
    await expect(startLago({ [setting]: 3 })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(`no setting "${setting}". It has port, host, apiKey`),
      details: { setting, allowed },
    });
  });

  it.each([null, 'port', 3, []])('refuses %j in place of an object', async (options) => {
    await expect(startLago(options as never)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^startLago takes an object of settings: port, host/),
    });
  });

  it('repeats no key in a message', () => {
    expect(() => checkOptions('startLago', CHECKS, { apiKey: 'sec ret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('sec ret') }),
    );
  });
});
