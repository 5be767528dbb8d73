import { manualClock, toEpochMs, toInstant } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paigoHost } from '../paigo-host.fixture.ts';
import { acme, kept, NOW, servePaigo, usageEvent, usageProvider } from './paigo-usage.fixture.ts';

const seat = { subscriptionKey: 'seat' };
const AHEAD = 3000;
const now = toEpochMs(NOW);

/** Answers as Paigo does whose clock is behind the one here, which shows {@link NOW}. */
function serveLate({ behind = AHEAD, isDated = true } = {}) {
  const present = toInstant(now - behind);
  const date = isDated ? { date: new Date(now - behind).toUTCString() } : {};
  paigoHost()
    .persist()
    .get('/customers')
    .reply(200, { message: '', data: [acme()] }, date);
  const served = servePaigo({
    customers: [],
    records: [kept({ timestamp: toInstant(now - 10_000) })],
    read: ({ endTime }) =>
      endTime < present
        ? undefined
        : [400, { message: 'endTime must be before the current time', error: 'Bad Request' }],
  });
  paigoHost()
    .persist()
    .get('/customers/acme')
    .reply(200, { message: '', data: [acme()] }, date);
  return served;
}
const ends = ({ reads }: ReturnType<typeof servePaigo>) => reads.map(({ endTime }) => endTime);

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('point 29: readUntilNow', () => {
  it('asks for an earlier end where the clock here is ahead, and for that at once from then on', async () => {
    const paigo = serveLate();
    const { usage } = usageProvider();
    await usage.getEvent({ ...seat, id: 'e1' });
    await usage.current(seat);
    expect(ends(paigo)).toEqual([
      '2026-01-20T11:59:59.000Z',
      '2026-01-20T11:59:56.000Z',
      '2026-01-20T11:59:56.000Z',
    ]);
  });

  it('records an event of a moment ago all the same', async () => {
    const paigo = serveLate();
    const event = usageEvent({ timestamp: toInstant(now - 1500) });
    const { results } = await usageProvider().usage.record({ events: [event] });
    expect(results).toMatchObject([{ status: 'recorded' }]);
    expect(paigo.sent).toHaveLength(1);
  });

  it('goes back to the second when the clock has been corrected', async () => {
    const paigo = serveLate();
    const clock = manualClock(NOW);
    const { usage } = usageProvider({ clock });
    await usage.current(seat);
    nock.cleanAll();
    const right = serveLate({ behind: 0 });
    await usage.current(seat);
    expect(ends(paigo).at(-1)).toBe('2026-01-20T11:59:56.000Z');
    expect(ends(right)).toEqual(['2026-01-20T11:59:59.000Z']);
  });

  it.each([
    ['tells no time', { isDated: false }, /If the clock here is ahead/],
    ['is an hour behind', { behind: 3_600_000 }, /3600 s ahead/],
  ])('says what to do where Paigo %s', async (_, late, words) => {
    const paigo = serveLate(late);
    await expect(usageProvider().usage.current(seat)).rejects.toMatchObject({
      code: 'rejected',
      status: 400,
      message: expect.stringMatching(words),
    });
    expect(paigo.reads).toHaveLength(1);
  });

  it('leaves refusals alone that have another reason', async () => {
    const date = { date: new Date(now).toUTCString() };
    paigoHost()
      .persist()
      .get('/customers')
      .reply(200, { message: '', data: [acme()] }, date);
    const paigo = servePaigo({ customers: [], read: () => [400, { message: 'Odd query.' }] });
    await expect(usageProvider().usage.current(seat)).rejects.toMatchObject({
      message: expect.not.stringContaining('clock'),
    });
    expect(paigo.reads).toHaveLength(1);
  });
});
