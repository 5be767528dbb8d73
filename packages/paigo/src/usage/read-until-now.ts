import { type HttpRequest, path } from '@billport/adapter-kit';
import { BillingError, type BillingErrorOptions, toInstant } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutCustomer } from '../customers/read-customer.ts';
import type { PaigoDimensionUsage } from '../wire/usage.ts';
import type { Span } from './raw-usage.ts';

/** Paigo reads only what lies before its present; so much is left for clocks that differ (§6.29). */
const UNREADABLE_MS = 1000;

/** A read that ends longer ago is refused for another reason than the clock. */
const NEAR_MS = 86_400_000;

/** Up to which moment usage can be read now: that moment itself cannot; epoch milliseconds. */
export const readableUntil = ({ clock, time }: Pick<Connection, 'clock' | 'time'>): number =>
  clock.now() - UNREADABLE_MS - time.aheadMs;

const isRefused = (error: unknown): error is BillingError =>
  BillingError.is(error) && error.status === 400;

/** The refusal, and what to do where the clock may be its reason. */
function withWayOut(refusal: BillingError, { time }: Connection): BillingError {
  const told = time.toldMs;
  const state =
    told === undefined
      ? 'If the clock here is ahead of Paigo’s, correct it'
      : `By its reply the clock here is ${Math.floor(told / 1000)} s ahead of Paigo’s: if that is so, correct it`;
  return new BillingError(refusal.code, {
    ...(refusal.toJSON() as unknown as BillingErrorOptions),
    message: `${refusal.message.replace(/[.]?$/, '.')} Paigo tells usage only from before its present. ${state}.`,
    cause: refusal.cause,
  });
}

/**
 * Reads the usage of a customer in a span of time, as far as it can be read now. Where Paigo refuses
 * the end of it, since the clock here is ahead of its own, an earlier end is asked for, once.
 * @throws BillingError as Paigo's refusal means, with what to do where the clock may be its reason
 */
export async function readUntilNow<Item>(
  paigo: Connection,
  customerId: string,
  { from, to }: Span,
  query: HttpRequest['query'],
  context: CallContext,
): Promise<PaigoDimensionUsage<Item>[]> {
  const read = async (end: number): Promise<PaigoDimensionUsage<Item>[]> => {
    if (from >= end) return [];
    const times = { startTime: toInstant(from), endTime: toInstant(end) };
    return paigo.readAll(path`/customers/${customerId}/usage`, context, {
      query: { ...times, ...query },
      about: aboutCustomer(customerId),
    });
  };
  const end = Math.min(to, readableUntil(paigo));
  try {
    return await read(end);
  } catch (error) {
    const age = paigo.clock.now() - end;
    const told = paigo.time.toldMs ?? age;
    // Of what lies before Paigo's present by its own clock, that is not the reason.
    if (!isRefused(error) || age > NEAR_MS || told < age) throw error;
    if (!paigo.time.corrects(age)) throw withWayOut(error, paigo);
    return read(Math.min(to, readableUntil(paigo)));
  }
}
