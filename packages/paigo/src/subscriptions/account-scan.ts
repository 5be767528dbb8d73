import { untilGivenUp } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { allCustomers } from '../customers/read-customer.ts';
import { type FoundSubscription, subscriptionsOf } from './match-enrollments.ts';
import { rememberSeen } from './subscription-hints.ts';
import { allWithEnrollments } from './with-enrollments.ts';

type Scan = Promise<readonly FoundSubscription[]>;

/** The readings of an account that are under way. */
interface Scans {
  running?: Scan | undefined;
  /** Begins when the running one has ended. */
  next?: Scan | undefined;
}

const scansOf = new WeakMap<Connection, Scans>();

/** No call's signal ends it: others wait for it, too. */
async function readAccount(paigo: Connection): Scan {
  const customers = await allCustomers(paigo, undefined);
  const found = (await allWithEnrollments(paigo, customers, undefined)).flatMap(subscriptionsOf);
  // One reading answers for all keys, and not once for each.
  rememberSeen(paigo, found);
  return found;
}

function begin(paigo: Connection, scans: Scans): Scan {
  const scan = readAccount(paigo).finally(() => {
    scans.running = undefined;
  });
  scans.next = undefined;
  scans.running = scan;
  return scan;
}

/** One that begins from now on: what one that is under way has read may be old already. */
function scanFromNow(paigo: Connection): Scan {
  const scans = scansOf.get(paigo) ?? {};
  scansOf.set(paigo, scans);
  const { running, next } = scans;
  if (next !== undefined) return next;
  if (running === undefined) return begin(paigo, scans);
  const goOn = () => begin(paigo, scans);
  scans.next = running.then(goOn, goOn);
  return scans.next;
}

/**
 * The subscriptions of the whole account, ended ones too, as they are from the call on: one request,
 * whatever its size (`facts/paigo.md §3.1`), where customers list their enrolments. Calls at the same time share it: one reading is under
 * way, and all that come meanwhile wait for the next.
 */
export async function allSubscriptions(
  paigo: Connection,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  return untilGivenUp(scanFromNow(paigo), context?.signal);
}
