/**
 * The tables, one migration a step. A step that was released never changes; a new one is added.
 *
 * Objects are JSON documents beside the columns they are found by. What is large or hot (events,
 * aggregates) has columns of its own. Instants are epoch milliseconds; amounts are text.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE customers (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
  CREATE TABLE metrics (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
  CREATE TABLE taxes (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
  CREATE TABLE plans (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
  CREATE TABLE coupons (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;

  CREATE TABLE applied_coupons (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL, coupon TEXT NOT NULL, status TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX applied_coupons_by_customer ON applied_coupons (customer, status, seq);
  CREATE INDEX applied_coupons_by_coupon ON applied_coupons (coupon, seq);

  CREATE TABLE wallets (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL, status TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX wallets_by_customer ON wallets (customer, status, seq);
  CREATE TABLE credit_transactions (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    wallet TEXT NOT NULL, invoice TEXT, status TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX credit_transactions_by_wallet ON credit_transactions (wallet, seq);
  CREATE INDEX credit_transactions_by_invoice ON credit_transactions (invoice) WHERE invoice IS NOT NULL;

  -- A row is one stay on one plan. A change of plan ends a row and begins another of the same key.
  CREATE TABLE subscriptions (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL,
    customer TEXT NOT NULL, plan TEXT NOT NULL, status TEXT NOT NULL,
    started INTEGER, ended INTEGER, data TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX subscriptions_living ON subscriptions (key) WHERE status IN ('pending', 'active');
  CREATE INDEX subscriptions_by_key ON subscriptions (key, seq);
  CREATE INDEX subscriptions_by_customer ON subscriptions (customer, seq);
  CREATE INDEX subscriptions_by_plan ON subscriptions (plan, seq);

  -- Short numbers for the two texts that every event carries.
  CREATE TABLE subjects (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    subject INTEGER NOT NULL, metric INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL,
    id TEXT NOT NULL, properties TEXT NOT NULL, price TEXT, created INTEGER NOT NULL,
    PRIMARY KEY (subject, metric, at, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX events_by_id ON events (subject, id);

  -- What the events of one stay, charge, filter, group and period add up to.
  CREATE TABLE aggregates (
    subscription INTEGER NOT NULL, period INTEGER NOT NULL, charge TEXT NOT NULL,
    filter INTEGER NOT NULL, grp TEXT NOT NULL, state TEXT,
    PRIMARY KEY (subscription, period, charge, filter, grp)
  ) STRICT, WITHOUT ROWID;
  -- The last operation on each value of a unique count.
  CREATE TABLE distinct_values (
    subscription INTEGER NOT NULL, period INTEGER NOT NULL, charge TEXT NOT NULL,
    filter INTEGER NOT NULL, grp TEXT NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (subscription, period, charge, filter, grp, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE invoices (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, payment TEXT NOT NULL,
    issued TEXT NOT NULL,
    -- Amounts and lines: fixed once the invoice is final.
    body TEXT NOT NULL,
    -- Payment, metadata, what happened to it since.
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX invoices_by_customer ON invoices (customer, seq);
  CREATE INDEX invoices_by_status ON invoices (status, seq);
  CREATE TRIGGER invoices_final BEFORE UPDATE ON invoices
    WHEN OLD.status NOT IN ('draft', 'failed', 'pending') AND (
      NEW.body IS NOT OLD.body OR NEW.key IS NOT OLD.key OR NEW.customer IS NOT OLD.customer
      OR NEW.type IS NOT OLD.type OR NEW.issued IS NOT OLD.issued
      OR NEW.status NOT IN (OLD.status, 'voided')
      OR NEW.state ->> 'number' IS NOT OLD.state ->> 'number'
    )
    BEGIN SELECT RAISE(ABORT, 'a final invoice does not change'); END;
  CREATE TRIGGER invoices_kept BEFORE DELETE ON invoices
    WHEN OLD.status NOT IN ('draft', 'failed', 'pending')
    BEGIN SELECT RAISE(ABORT, 'a final invoice is not deleted'); END;
  -- REPLACE deletes without the trigger above.
  CREATE TRIGGER invoices_once BEFORE INSERT ON invoices
    WHEN EXISTS (
      SELECT 1 FROM invoices WHERE (seq = NEW.seq OR key = NEW.key)
      AND status NOT IN ('draft', 'failed', 'pending')
    )
    BEGIN SELECT RAISE(ABORT, 'a final invoice is not replaced'); END;
  -- What was billed of each stay, half-open spans: nothing is billed twice.
  CREATE TABLE billed_spans (
    subscription INTEGER NOT NULL, kind TEXT NOT NULL, since INTEGER NOT NULL, upto INTEGER NOT NULL,
    invoice TEXT,
    PRIMARY KEY (subscription, kind, since)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX billed_spans_by_invoice ON billed_spans (invoice);
  CREATE TABLE invoice_subscriptions (
    invoice TEXT NOT NULL, subscription TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (subscription, seq, invoice)
  ) STRICT, WITHOUT ROWID;

  -- Fees of charges in advance that stand on no invoice yet.
  CREATE TABLE advance_fees (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    subscription INTEGER NOT NULL, period INTEGER NOT NULL, invoice TEXT, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX advance_fees_by_subscription ON advance_fees (subscription, period);

  CREATE TABLE credit_notes (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL, invoice TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX credit_notes_by_customer ON credit_notes (customer, seq);
  CREATE INDEX credit_notes_by_invoice ON credit_notes (invoice, seq);

  -- What is to happen, and when. The engine takes the first, does it and removes it in one step.
  CREATE TABLE jobs (
    at INTEGER NOT NULL, rank INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
    -- Why it could not be done; it waits for the next advanceTo, and what concerns the same with it.
    failure TEXT,
    PRIMARY KEY (at, rank, kind, ref)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX jobs_by_ref ON jobs (kind, ref);
  CREATE INDEX jobs_failed ON jobs (ref) WHERE failure IS NOT NULL;

  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE idempotency (
    key TEXT PRIMARY KEY, operation TEXT NOT NULL, input TEXT NOT NULL, output TEXT NOT NULL,
    created INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** Marks a file as ours: the letters "bill". */
export const APPLICATION_ID = 0x62_69_6c_6c;
