import { hash } from 'node:crypto';

/** A thing that the engine knows by a key or an id of its own. */
export interface EngineThing {
  readonly kind: string;
  readonly key: string;
}

/** Lago's ids (UUIDs) for things of the engine, both ways. The same run makes the same ids. */
export class ObjectIds {
  readonly #seed: string;
  readonly #ids = new Map<string, string>();
  readonly #things = new Map<string, EngineThing>();
  #made = 0;

  constructor(seed = 'billport') {
    this.#seed = seed;
  }

  /** A new id that stands for nothing. */
  next(): string {
    const hex = hash('sha256', `${this.#seed}:${++this.#made}`);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** The thing's id, made when it has none. */
  of(kind: string, key: string): string {
    const name = `${kind}\n${key}`;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.next();
    this.#ids.set(name, id);
    this.#things.set(id, { kind, key });
    return id;
  }

  /** The key of the thing of this kind that has the id. */
  keyOf(kind: string, id: string): string | undefined {
    const thing = this.#things.get(id);
    return thing?.kind === kind ? thing.key : undefined;
  }

  /** Forgets the thing's id: a later thing of the same key gets another one. */
  release(kind: string, key: string): void {
    this.#ids.delete(`${kind}\n${key}`);
  }
}
