import { paigoHost } from './paigo-host.fixture.ts';
import type { PaigoCustomer } from './wire/customer.ts';
import type { PaigoEnrollment } from './wire/enrollment.ts';
import type { PaigoInvoice } from './wire/invoice.ts';
import type { PaigoOffering } from './wire/offering.ts';
import type { PaigoTransaction } from './wire/transaction.ts';

type Body = Readonly<Record<string, unknown>>;
type Answer = readonly [status: number, body: object];

/** A request that reached the account. */
export interface Reached {
  readonly method: string;
  readonly path: string;
  readonly body: Body;
}

/** How a request goes wrong. */
interface Fault {
  readonly method: string;
  readonly path: string;
  /** Whether it is done all the same. */
  readonly lands: boolean;
  readonly answer: Answer;
}

const DONE: Answer = [200, { message: 'Done.' }];
const LOST: Answer = [502, { message: 'Internal Server Error' }];
const refusal = (message: string): Answer => [400, { message, error: 'Bad Request' }];

/** An offering of a plan that Billport made. */
export const offering = (code: string, fields: Partial<PaigoOffering> = {}): PaigoOffering => ({
  offeringId: `offering-${code}`,
  offeringName: code,
  currency: 'USD',
  metadata: { 'billport.plan': code },
  ...fields,
});

/** A part of an account at Paigo, by the documented rules: customers and what hangs under them. */
export class PaigoAccount {
  readonly customers = new Map<string, PaigoCustomer>();
  readonly offerings: PaigoOffering[] = [offering('basic'), offering('pro')];
  readonly ledgers = new Map<string, PaigoTransaction[]>();
  readonly reached: Reached[] = [];
  /** When the next thing happens. */
  now = '2026-01-15T12:00:00.000Z';
  /** Makes the reply to a new invoice from its id. */
  invoiceReply: (invoiceId: string) => object = (invoiceId) => ({ message: 'Done.', invoiceId });
  /** Field in which invoices that hang under customers tell their id; none when empty. */
  invoiceIdField: 'invoiceId' | 'id' | '' = 'invoiceId';
  /** How customers tell their enrolments: as a list, one by itself, or not at all. */
  enrollmentsForm: 'list' | 'object' | 'absent' = 'list';
  /** Whether new invoices have the date that they were ordered with. */
  keepsDates = true;
  readonly invoices: (Omit<PaigoInvoice, 'customerId'> & { readonly customerId: string })[] = [];
  /** What others do while a POST is answered. */
  meanwhile: () => void = () => {};
  readonly #faults: Fault[] = [];
  readonly #afterwards: { readonly method: string; readonly path: string; work: () => void }[] = [];

  /** Answers in Paigo's place from now on. */
  serve(): this {
    const host = paigoHost().persist();
    const everything = /^\//;
    for (const method of ['GET', 'PUT', 'POST'] as const) {
      const scope = host.intercept(everything, method);
      scope.reply(async (request: Request) => {
        const { pathname } = new URL(request.url);
        const body = method === 'GET' ? {} : ((await request.json()) as Body);
        const [status, answer] = this.#answer({ method, path: pathname, body });
        this.#goOn(method, pathname);
        return [status, answer, { 'retry-after': '0' }];
      });
    }
    return this;
  }

  /** Adds a customer. */
  customer(customerId: string, fields: Partial<PaigoCustomer> = {}): this {
    this.customers.set(customerId, {
      customerId,
      customerName: customerId,
      email: 'a@example.com',
      paymentChannel: 'manual',
      metadata: {},
      enrollments: [],
      ...fields,
    });
    return this;
  }

  /** Enrols as others do: in the dashboard. */
  enrolled(customerId: string, code: string, offeringEnrollmentDate = this.now): this {
    const found = this.offerings.find(({ offeringName }) => offeringName === code);
    const enrollment: PaigoEnrollment = {
      offering: found as PaigoOffering,
      offeringEnrollmentDate,
    };
    return this.#change(customerId, ({ enrollments }) => ({
      enrollments: [...(enrollments ?? []), enrollment],
    }));
  }

  /** Takes a customer off a plan as others do. */
  unenrolled(customerId: string, code: string): this {
    return this.#change(customerId, ({ enrollments }) => ({
      enrollments: (enrollments ?? []).filter((each) => each.offering?.offeringName !== code),
    }));
  }

  /** Writes an entry into a ledger as others do. */
  entry(customerId: string, transactionAmount: number | string, fields: object = {}): this {
    const ledger = this.ledgers.get(customerId) ?? [];
    const entry = { transactionAmount, timestamp: this.now, ...fields };
    this.ledgers.set(customerId, [...ledger, entry]);
    return this;
  }

  /** Puts an invoice under a customer, as Paigo makes them by itself. */
  invoice(customerId: string, fields: PaigoInvoice): this {
    const invoiceId = `invoice-${this.invoices.length + 1}`;
    const usual = { invoiceStatus: 'Open', invoiceType: 'RECURRING', invoiceDate: this.now };
    const wire = { invoiceId, currency: 'USD', lineItems: [], ...usual, ...fields, customerId };
    this.invoices.push(wire);
    return this;
  }

  /** Changes an invoice, as the dashboard does. */
  changed(invoiceId: string, fields: PaigoInvoice): this {
    const at = this.invoices.findIndex((each) => each.invoiceId === invoiceId);
    const before = this.invoices[at];
    if (before === undefined) throw new Error(`There is no invoice ${invoiceId}.`);
    this.invoices[at] = { ...before, ...fields, customerId: before.customerId };
    return this;
  }

  /** The next request of this kind goes wrong: with a lost answer, unless told otherwise. */
  fail(method: string, path: string, lands: boolean, answer: Answer = LOST): this {
    this.#faults.push({ method, path, lands, answer });
    return this;
  }

  /** Does something right after the next request of this kind, before anybody knows of its answer. */
  afterwards(method: string, path: string, work: () => void): this {
    this.#afterwards.push({ method, path, work });
    return this;
  }

  /** Bodies of the writes to paths that end like this. */
  writes(path: string): Body[] {
    return this.reached
      .filter((each) => each.method !== 'GET' && each.path.endsWith(path))
      .map(({ body }) => body);
  }

  /** Paths of the reads, in turn. */
  reads(): string[] {
    return this.reached.filter(({ method }) => method === 'GET').map(({ path }) => path);
  }

  /** Names of the offerings that a customer is on. */
  plansOf(customerId: string): (string | undefined)[] {
    const { enrollments } = this.customers.get(customerId) ?? {};
    return (enrollments ?? []).map(({ offering: of }) => of?.offeringName);
  }

  #change(customerId: string, changes: (before: PaigoCustomer) => Partial<PaigoCustomer>): this {
    const before = this.customers.get(customerId) as PaigoCustomer;
    this.customers.set(customerId, { ...before, ...changes(before) });
    return this;
  }

  #goOn(reached: string, at: string): void {
    const next = this.#afterwards.findIndex(
      ({ method, path }) => method === reached && at.endsWith(path),
    );
    const [found] = next < 0 ? [] : this.#afterwards.splice(next, 1);
    found?.work();
  }

  #answer(request: Reached): Answer {
    this.reached.push(request);
    if (request.method === 'POST') this.meanwhile();
    const at = this.#faults.findIndex(
      ({ method, path }) => method === request.method && request.path.endsWith(path),
    );
    const [fault] = at < 0 ? [] : this.#faults.splice(at, 1);
    if (fault === undefined) return this.#route(request);
    if (fault.lands) this.#route(request);
    return fault.answer;
  }

  #route({ method, path, body }: Reached): Answer {
    const [, kind = '', id, below] = path.split('/').map(decodeURIComponent);
    if (kind === 'offerings') return [200, { data: this.offerings }];
    if (kind === 'invoices') return method === 'POST' ? this.#invoice(body) : this.#read(id);
    if (id === undefined) return [200, { data: [...this.customers.keys()].map(this.#shown) }];
    if (!this.customers.has(id)) return [404, { message: 'Nobody.', statusCode: 404 }];
    if (below === 'transactions') return this.#ledger(method, id, body);
    if (method === 'GET' && below === 'enrollment') {
      return [200, { data: this.customers.get(id)?.enrollments ?? [] }];
    }
    if (method === 'GET') return [200, { data: [this.#shown(id)] }];
    return below === 'enrollment' ? this.#enrol(id, body) : this.#update(id, body);
  }

  readonly #shown = (customerId: string): object => {
    const ledger = this.ledgers.get(customerId) ?? [];
    const cents = ledger.reduce((sum, each) => sum + Number(each.transactionAmount) * 100, 0);
    const invoices = this.invoices
      .filter((each) => each.customerId === customerId)
      .map(({ customerId: _, invoiceId, ...rest }) =>
        this.invoiceIdField === '' ? rest : { ...rest, [this.invoiceIdField]: invoiceId },
      );
    const { enrollments = [], ...customer } = this.customers.get(customerId) as PaigoCustomer;
    const [only] = enrollments ?? [];
    const forms = { list: { enrollments }, object: { enrollments: only }, absent: {} };
    const { offering: latest = null } = enrollments?.at(-1) ?? {};
    const balance = { creditBalance: String(cents / 100), offering: latest };
    return { ...balance, ...customer, ...forms[this.enrollmentsForm], invoices };
  };

  #update(customerId: string, { metadata, ...fields }: Body): Answer {
    this.#change(customerId, (before) => {
      const merged = Object.entries({ ...before.metadata, ...(metadata as object) });
      const kept = merged.filter(([, value]) => value !== null);
      return { ...fields, metadata: Object.fromEntries(kept) };
    });
    return DONE;
  }

  #enrol(customerId: string, body: Body): Answer {
    const { offeringId, removePriorOffering, unenrollOffering } = body;
    const before = this.customers.get(customerId)?.enrollments ?? [];
    const others = before.filter(
      (each) => each.offering?.offeringId !== (unenrollOffering ?? offeringId),
    );
    if (unenrollOffering !== undefined) {
      if (others.length === before.length) return refusal('Customer is not enrolled');
      this.#change(customerId, () => ({ enrollments: others }));
      return DONE;
    }
    const found = this.offerings.find((each) => each.offeringId === offeringId);
    if (found === undefined) return refusal('No Offerings found');
    const same = before.filter((each) => each.offering?.offeringId === offeringId);
    const added = same.length > 0 ? same : [{ offering: found, offeringEnrollmentDate: this.now }];
    const kept = removePriorOffering === true ? [] : others;
    this.#change(customerId, () => ({ enrollments: [...kept, ...added] }));
    return DONE;
  }

  #ledger(method: string, customerId: string, body: Body): Answer {
    const ledger = this.ledgers.get(customerId) ?? [];
    if (method === 'GET') return [200, { data: ledger }];
    const amount = Number(body.transactionAmount);
    const left = ledger.reduce((sum, each) => sum + Number(each.transactionAmount), amount);
    if (left < 0) return refusal('insufficient');
    const entry = { timestamp: this.now, ...body, transactionAmount: amount };
    this.ledgers.set(customerId, [...ledger, entry]);
    return [201, { message: 'Done.' }];
  }

  #invoice({ customerId, items, currency, invoiceDate }: Body): Answer {
    const invoiceId = `invoice-${this.invoices.length + 1}`;
    const lineItems = items as NonNullable<PaigoInvoice['lineItems']>;
    const cents = lineItems.reduce(
      (sum, line) => sum + Math.round(Number(line.quantity) * Number(line.unitCost) * 100),
      0,
    );
    this.invoices.push({
      invoiceId,
      customerId: String(customerId),
      invoiceStatus: 'Open',
      invoiceType: 'MANUAL',
      invoiceDate: this.keepsDates ? String(invoiceDate) : this.now,
      invoicePaymentTerm: '',
      currency: String(currency),
      totalAmountWithoutTax: cents / 100,
      taxAmount: 0,
      amountPaid: 0,
      lineItems,
      payments: [],
    });
    return [201, this.invoiceReply(invoiceId)];
  }

  #read(invoiceId: string | undefined): Answer {
    const found = this.invoices.find((each) => each.invoiceId === invoiceId);
    if (found === undefined) return [404, { message: 'Nothing.', statusCode: 404 }];
    const { invoiceId: _, ...rest } = found;
    return [200, { data: [rest] }];
  }
}
