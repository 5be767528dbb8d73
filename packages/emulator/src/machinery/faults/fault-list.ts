import { chances } from './chance.ts';
import type { ActiveFault, Fault, FaultKind } from './fault.ts';

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** The path as a pattern: with or without the prefix in front, `*` for anything. */
function patternOf(prefix: string, path: string): RegExp {
  return new RegExp(`^(${escaped(prefix)})?${escaped(path).replaceAll('*', '.*')}$`);
}

interface Entry {
  readonly fault: ActiveFault;
  readonly next: () => number;
  readonly pattern: RegExp | undefined;
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
    const pattern = fault.path === undefined ? undefined : patternOf(this.#prefix, fault.path);
    this.#entries.push({ fault: active, next: chances(fault.seed ?? 1), pattern });
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
      ({ fault, pattern }) =>
        fault.kind !== 'duplicate_webhook' &&
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (pattern === undefined || pattern.test(path)),
    );
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
