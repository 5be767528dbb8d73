import { giveToken, paigoHost } from './paigo-host.fixture.ts';

type Thing = Record<string, unknown>;

/** A request that came. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Thing;
}

/** What goes wrong with one request. */
interface Trouble {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  /** Whether the work is done all the same. */
  readonly isDone: boolean;
  readonly body: object;
}

type Answer = [status: number, body: object];

/** How an account takes changes (`facts/paigo.md §6.10`, §6.27, §6.33). */
interface Habits {
  readonly puts?: 'merge' | 'replace';
  readonly lists?: 'replace' | 'merge';
  readonly prices?: 'number' | 'string';
}

/** What a thing keeps when a PUT replaces it. */
const KEPT = ['dimensionName', 'consumptionUnit', 'usageIncrement', 'rounding', 'offeringName'];

const without = (thing: Thing, isGone: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => !isGone(name)));

/** Dimensions, offerings and customers of one account, kept as Paigo keeps them, over HTTP. */
export class PaigoCatalogue {
  readonly dimensions = new Map<string, Thing>();
  readonly offerings = new Map<string, Thing>();
  /** Those that the list of customers shows, by id. */
  readonly customers = new Map<string, Thing>();
  /** By the customer's id. */
  readonly enrollments = new Map<string, readonly Thing[]>();
  /** Ids of offerings that customers are on. */
  readonly inUse = new Set<string>();
  readonly sent: SentRequest[] = [];
  readonly #habits: Habits;
  #troubles: Trouble[] = [];
  #made = 0;

  constructor(habits: Habits = {}) {
    this.#habits = habits;
    giveToken();
    const host = paigoHost().persist();
    const anything = /^\/(?:dimensions|offerings|customers)/;
    const answer = (request: Request) => this.#answer(request);
    for (const method of ['get', 'delete', 'post', 'put'] as const) {
      host[method](anything).reply(answer);
    }
  }

  async #answer(request: Request): Promise<Answer> {
    const text = await request.text();
    const { pathname } = new URL(request.url);
    return this.#reply(request.method, pathname, text === '' ? {} : (JSON.parse(text) as Thing));
  }

  /** Lets the next request of this kind fail; `isDone`: after its work. */
  fail(
    method: string,
    path: RegExp,
    { status = 504, isDone = false, body = { message: 'Trouble.' } as object } = {},
  ): void {
    this.#troubles.push({ method, path, status, isDone, body });
  }

  /** Lets nothing go wrong any more. */
  mend(): void {
    this.#troubles = [];
  }

  /** Requests that change something, in order. */
  get writes(): readonly SentRequest[] {
    return this.sent.filter(({ method }) => method !== 'GET');
  }

  /** Bodies of the requests of this kind. */
  bodies(method: string, path: RegExp): Thing[] {
    const matching = this.sent.filter((sent) => sent.method === method && path.test(sent.path));
    return matching.map(({ body }) => body);
  }

  #reply(method: string, path: string, body: Thing): Answer {
    this.sent.push({ method, path, body });
    const trouble = this.#troubles.find((each) => each.method === method && each.path.test(path));
    this.#troubles = this.#troubles.filter((each) => each !== trouble);
    if (trouble !== undefined && !trouble.isDone) return [trouble.status, trouble.body];
    const answer = this.#work(method, path, body);
    return trouble === undefined ? answer : [trouble.status, trouble.body];
  }

  #work(method: string, path: string, body: Thing): Answer {
    const [, kind, id, below] = path.split('/');
    if (kind === 'customers') return this.#customers(id, below);
    const idField = kind === 'dimensions' ? 'dimensionId' : 'offeringId';
    const things = kind === 'dimensions' ? this.dimensions : this.offerings;
    if (id === undefined && method === 'POST') return this.#make(idField, things, body);
    if (id === undefined) return [200, { message: 'ok', data: this.#shown([...things.values()]) }];
    const thing = things.get(id);
    if (thing === undefined) return [404, { message: 'No such thing.', statusCode: 404 }];
    if (method === 'PUT') return this.#change(id, things, thing, body);
    if (method === 'DELETE') return this.#remove(id, things);
    return [200, { message: 'ok', data: this.#shown([thing]) }];
  }

  /** The list of all, or the enrolments of one whom the list shows without them. */
  #customers(id: string | undefined, below: string | undefined): Answer {
    if (below !== 'enrollment') return [200, { data: [...this.customers.values()] }];
    return [200, { data: this.enrollments.get(id ?? '') ?? [] }];
  }

  /** As reads show things: offerings with whole dimensions. */
  #shown(things: readonly Thing[]): Thing[] {
    return things.map(({ dimensionIds, ...thing }) => {
      if (!Array.isArray(dimensionIds)) return thing;
      return { ...thing, dimensions: dimensionIds.map((id: string) => this.dimensions.get(id)) };
    });
  }

  #isWrongPrice({ subscriptionPrice }: Thing): boolean {
    const wanted = this.#habits.prices ?? 'number';
    return subscriptionPrice !== undefined && typeof subscriptionPrice !== wanted;
  }

  #make(idField: string, things: Map<string, Thing>, body: Thing): Answer {
    if (this.#isWrongPrice(body)) return [400, { message: ['subscriptionPrice is no number'] }];
    const id = `${idField.slice(0, 3)}-${++this.#made}`;
    things.set(id, { ...body, [idField]: id });
    return [201, { message: 'made', [idField]: id }];
  }

  #change(id: string, things: Map<string, Thing>, before: Thing, body: Thing): Answer {
    if (this.#isWrongPrice(body)) return [400, { message: ['subscriptionPrice is no number'] }];
    const isReplaced = this.#habits.puts === 'replace';
    const isKept = (name: string) => KEPT.includes(name) || name.endsWith('Id');
    const kept = isReplaced ? without(before, (name) => !isKept(name)) : before;
    const all: Thing = { ...kept, ...body };
    if (body.metadata) {
      const metadata: Thing = { ...(before.metadata as Thing), ...(body.metadata as Thing) };
      all.metadata = without(metadata, (name) => metadata[name] === null);
    }
    if (this.#habits.lists === 'merge' && body.dimensionIds) {
      const ids = [...(before.dimensionIds as string[]), ...(body.dimensionIds as string[])];
      all.dimensionIds = [...new Set(ids)];
    }
    things.set(
      id,
      without(all, (name) => all[name] === null),
    );
    return [200, { message: 'changed' }];
  }

  #remove(id: string, things: Map<string, Thing>): Answer {
    const holders = [...this.offerings.values()].filter((offering) =>
      (offering.dimensionIds as string[] | undefined)?.includes(id),
    );
    if (holders.length > 0 || this.inUse.has(id)) return [409, { message: `${id} is in use.` }];
    things.delete(id);
    return [200, { message: 'gone' }];
  }
}
