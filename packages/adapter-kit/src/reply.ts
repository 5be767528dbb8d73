import type { Body } from './read-body.ts';

/** The headers of a reply: names in any case, null where there is none. */
export type ReplyHeaders = Pick<Headers, 'get'>;

/** What a service answered, its body still to be read: all that is worked with of a `Response`. */
export interface Reply {
  readonly status: number;
  /** Whether the status is from 200 to 299. */
  readonly ok: boolean;
  readonly headers: ReplyHeaders;
  /**
   * Reads the body to its end, so that its connection can be used again. What counts are decoded
   * bytes: a small body can unpack to a large one.
   * @param most bytes after which the body is cut off
   * @param keep whether the text is wanted
   * @throws what the platform throws when the connection breaks on the way
   */
  read(most: number, keep: boolean): Promise<Body>;
}
