import type { Database } from '../store/database.ts';

/** A row of the table of events, with the keys of its subscription and metric. */
export type EventRow = Readonly<Record<string, unknown>>;

/** Where an event stands in a list: by its time, then by when it arrived. */
export interface EventPlace {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly seq: number;
}

/** Which events are wanted. */
export interface LatestEventsQuery {
  /** The number of a subscription; every one when absent. */
  readonly subject?: number | undefined;
  /** The number of a metric; every one when absent. */
  readonly metric?: number | undefined;
  /** The first instant, epoch milliseconds. */
  readonly from: number;
  /** Only events that are older than this place. */
  readonly before: EventPlace;
  /** How many at most. */
  readonly count: number;
}

// Loose index scans (https://sqlite.org/lang_with.html): from one value to the next, where DISTINCT
// would read every event.
const EACH_SUBJECT = `
  SELECT min(subject) FROM events
  UNION ALL
  SELECT (SELECT min(subject) FROM events WHERE subject > number) FROM subject WHERE number IS NOT NULL`;
const firstMetric = (condition: string) =>
  `(SELECT e.metric FROM events e WHERE ${condition} ORDER BY e.metric LIMIT 1)`;
const EACH_METRIC = `
  SELECT number, ${firstMetric('e.subject = number')} FROM subject WHERE number IS NOT NULL
  UNION ALL
  SELECT subject, ${firstMetric('e.subject = run.subject AND e.metric > run.metric')}
  FROM run WHERE metric IS NOT NULL`;

const COLUMNS = 'e.*, s.key AS subscription, m.key AS metricCode';
const NAMES = 'JOIN subjects s ON s.id = e.subject JOIN subjects m ON m.id = e.metric';

/** The latest event of each run, for the runs whose latest events are the latest of all. */
function headsOf(database: Database, query: LatestEventsQuery): EventRow[] {
  const { subject, metric, from, before, count } = query;
  const subjects = subject === undefined ? EACH_SUBJECT : 'VALUES (:subject)';
  const runs = metric === undefined ? EACH_METRIC : 'SELECT number, :metric FROM subject';
  return database
    .sql(
      `WITH RECURSIVE subject (number) AS (${subjects}), run (subject, metric) AS (${runs})
       SELECT ${COLUMNS} FROM run
       JOIN events e ON e.subject = run.subject AND e.metric = run.metric AND (e.at, e.seq) = (
         SELECT at, seq FROM events
         WHERE subject = run.subject AND metric = run.metric
           AND (at, seq) < (:at, :seq) AND at >= :from
         ORDER BY at DESC, seq DESC LIMIT 1
       ) ${NAMES}
       ORDER BY e.at DESC, e.seq DESC LIMIT :count`,
    )
    .all({
      at: before.at,
      seq: before.seq,
      from,
      count,
      ...(subject === undefined ? {} : { subject }),
      ...(metric === undefined ? {} : { metric }),
    });
}

/** The next older event of the same run. */
function olderThan(database: Database, row: EventRow, from: number): EventRow | undefined {
  return database
    .sql(
      `SELECT ${COLUMNS} FROM events e ${NAMES}
       WHERE e.subject = ? AND e.metric = ? AND (e.at, e.seq) < (?, ?) AND e.at >= ?
       ORDER BY e.at DESC, e.seq DESC LIMIT 1`,
    )
    .get(Number(row.subject), Number(row.metric), Number(row.at), Number(row.seq), from);
}

const latestFirst = (one: EventRow, other: EventRow): number =>
  Number(other.at) - Number(one.at) || Number(other.seq) - Number(one.seq);

/**
 * The latest events, the last one first. The table holds the events of one subscription and metric in
 * order: such runs are merged, so that a page costs what it shows and not what is stored.
 */
export function latestEvents(database: Database, query: LatestEventsQuery): EventRow[] {
  let heads: readonly EventRow[] = headsOf(database, query);
  const found: EventRow[] = [];
  while (found.length < query.count) {
    const [latest, ...others] = heads;
    if (latest === undefined) break;
    found.push(latest);
    const older = olderThan(database, latest, query.from);
    heads = older === undefined ? others : [...others, older].sort(latestFirst);
  }
  return found;
}
