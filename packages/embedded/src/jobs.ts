import type { Database } from './store/database.ts';

/**
 * What can be due. Of jobs due at one instant the lower rank goes first: what expires at midnight
 * is gone before the period that ends then is billed, and a period is billed before its draft is
 * made final.
 */
const RANKS = {
  expire_wallet: 0,
  start: 1,
  end: 2,
  bill: 3,
  end_trial: 4,
  finalize: 5,
} as const;

/** The kinds of jobs; `ref` is a wallet id, the number of a stay, or an invoice id. */
export type JobKind = keyof typeof RANKS;

/** Something that is to happen at an instant. */
export interface Job {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: JobKind;
  readonly ref: string;
}

/** Plans a job. Planning it twice for one instant plans it once. */
export function schedule(database: Database, job: Job): void {
  database
    .sql('INSERT OR IGNORE INTO jobs (at, rank, kind, ref) VALUES (?, ?, ?, ?)')
    .run(job.at, RANKS[job.kind], job.kind, job.ref);
}

/** Takes back every job of this kind for this thing. */
export function unschedule(database: Database, kind: JobKind, ref: string): void {
  database.sql('DELETE FROM jobs WHERE kind = ? AND ref = ?').run(kind, ref);
}

/** The first job that is due at `now` or before, and does not wait for one that failed. */
export function firstDue(database: Database, now: number): Job | undefined {
  // Asked before and after every command, and mostly nothing is due.
  if (database.sql('SELECT 1 FROM jobs WHERE at <= ? LIMIT 1').get(now) === undefined) {
    return undefined;
  }
  const row = database
    .sql(
      `SELECT at, kind, ref FROM jobs WHERE at <= ?
       AND ref NOT IN (SELECT ref FROM jobs WHERE failure IS NOT NULL)
       ORDER BY at, rank, kind, ref LIMIT 1`,
    )
    .get(now);
  return row && { at: Number(row.at), kind: row.kind as JobKind, ref: row.ref as string };
}

/** When a job of this kind for this thing is planned. */
export function plannedFor(database: Database, kind: JobKind, ref: string): number | undefined {
  const row = database
    .sql('SELECT min(at) AS at FROM jobs WHERE kind = ? AND ref = ?')
    .get(kind, ref);
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
}

/** Removes a job because it is done. */
export function finishJob(database: Database, job: Job): void {
  database
    .sql('DELETE FROM jobs WHERE at = ? AND rank = ? AND kind = ? AND ref = ?')
    .run(job.at, RANKS[job.kind], job.kind, job.ref);
}

/** A job that could not be done. */
export interface FailedJob extends Job {
  /** Why. */
  readonly failure: string;
}

/** Keeps a job that could not be done, with the reason. */
export function setAside(database: Database, { at, kind, ref, failure }: FailedJob): void {
  database
    .sql('INSERT INTO jobs (at, rank, kind, ref, failure) VALUES (?, ?, ?, ?, ?)')
    .run(at, RANKS[kind], kind, ref, failure);
}

/** Jobs that could not be done, first ones first. */
export function failedJobs(database: Database): FailedJob[] {
  return database
    .sql(
      // By the index of the few that failed: in the order of the key, all that is planned is walked.
      'SELECT at, kind, ref, failure FROM jobs INDEXED BY jobs_failed WHERE failure IS NOT NULL ORDER BY at, rank, kind, ref',
    )
    .all()
    .map((row) => ({
      at: Number(row.at),
      kind: row.kind as JobKind,
      ref: row.ref as string,
      failure: row.failure as string,
    }));
}

/** Lets jobs that could not be done be tried again. */
export function retryFailedJobs(database: Database): void {
  database.sql('UPDATE jobs SET failure = NULL WHERE failure IS NOT NULL').run();
}
