/** A refusal, as Paigo writes it. */
export class PaigoFailure extends Error {
  readonly status: number;
  /** Texts for people; several where several fields are wrong. */
  readonly messages: readonly string[];

  constructor(status: number, ...messages: readonly string[]) {
    super(messages.join('; '));
    this.status = status;
    this.messages = messages;
  }
}

/** A request that breaks rules: 400, with one text for each. */
export const badRequest = (...messages: readonly string[]) => new PaigoFailure(400, ...messages);

/** Nothing has this id: 404 (`facts/paigo.md §2`). */
export const notFound = (message: string) => new PaigoFailure(404, message);

/** It is in use: 409 (`facts/paigo.md §3.3`, §3.4). */
export const inUse = (message: string) => new PaigoFailure(409, message);
