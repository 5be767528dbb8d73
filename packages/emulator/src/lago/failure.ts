/** A refusal as Lago words it (`facts/lago.md §a`). Thrown by routes, answered by the server. */
export class LagoFailure extends Error {
  override readonly name = 'LagoFailure';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(`${status} ${String(body.code ?? body.error)}`);
    this.status = status;
    this.body = { status, ...body };
  }
}

/** 404 `<resource>_not_found`, with Lago's name of the resource. */
export const notFound = (resource: string) =>
  new LagoFailure(404, { error: 'Not Found', code: `${resource}_not_found` });

/** 422 with codes by field. */
export const invalid = (details: Readonly<Record<string, unknown>>) =>
  new LagoFailure(422, {
    error: 'Unprocessable Entity',
    code: 'validation_errors',
    error_details: details,
  });

/** 405: the state does not allow it. */
export const notAllowed = (code: string) =>
  new LagoFailure(405, { error: 'Method Not Allowed', code });

/** 403: not in this licence. */
export const forbidden = (code = 'feature_unavailable') =>
  new LagoFailure(403, { error: 'Forbidden', code });

/** 400: the root key of the body is missing. */
export const missingRoot = (root: string) =>
  new LagoFailure(400, {
    error: `BadRequest: param is missing or the value is empty or invalid: ${root}`,
  });

/** 501: Lago can do it, this emulator cannot. Never answered by a real Lago. */
export const notEmulated = (what: string) =>
  new LagoFailure(501, {
    error: 'Not Implemented',
    code: 'not_emulated',
    message: `${what} The README of @billport/emulator lists what it answers; use a real Lago for the rest.`,
  });
