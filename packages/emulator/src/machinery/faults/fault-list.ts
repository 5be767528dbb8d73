import { chances } from './chance.ts';
import type { ActiveFault, Fault, FaultKind } from './fault.ts';
import { isLikePath } from './path-pattern.ts';

interface Entry {
  readonly fault: ActiveFault;
  readonly next: () => number;
}

/** The faults that are in force. */
export class FaultList {
  readonly #prefix: string;
  readonly #entries: Entry[] = [];
  #made = 0;

  /** @param prefix What paths of requests begin with and those of faults need not; none when absent. */
  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  /** Puts a fault in force. */
  add(fault: Fault): ActiveFault {
    const left = fault.times === 0 ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    const active: ActiveFault = { ...fault, id: ++this.#made, left, hits: 0 };
    this.#entries.push({ fault: active, next: chances(fault.seed ?? 1) });
    return active;
  }

  /** Those that will still hit something. */
  all(): ActiveFault[] {
    return this.#entries.map(({ fault }) => fault).filter(({ left }) => left > 0);
  }

  /** Takes all of them away. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** The fault that hits this request, if any; it has one hit less left then. */
  hitBy(method: string, path: string): ActiveFault | undefined {
    return this.#take(
      ({ fault }) =>
        fault.kind !== 'duplicate_webhook' &&
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined || this.#isAt(path, fault.path)),
    );
  }

  /** Whether a request is to this path of faults, which has the prefix in front or not. */
  #isAt(path: string, pattern: string): boolean {
    const prefix = this.#prefix;
    if (isLikePath(path, pattern)) return true;
    return path.startsWith(prefix) && isLikePath(path.slice(prefix.length), pattern);
  }

  /** Whether a fault of this kind hits now, where there is no request. */
  hits(kind: FaultKind): boolean {
    return this.#take(({ fault }) => fault.kind === kind) !== undefined;
  }

  #take(matches: (entry: Entry) => boolean): ActiveFault | undefined {
    const entry = this.#entries.find(
      (each) =>
        each.fault.left > 0 &&
        matches(each) &&
        (each.fault.chance === undefined || each.next() < each.fault.chance),
    );
    if (entry === undefined) return undefined;
    entry.fault.left -= 1;
    entry.fault.hits += 1;
    return entry.fault;
  }
}
