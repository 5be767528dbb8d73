import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** A document that a job has made, such as that of an invoice. */
interface StoredDocument {
  /** Of its link: who has it can read the document. */
  readonly token: string;
  readonly fileName: string;
  readonly html: string;
}

const documentsOf = kept(() => new Map<string, StoredDocument>());

/** Where links to documents begin; outside of the API, since they need no key. */
export const DOCUMENTS = '/rails/active_storage/blobs/redirect';

/** `file_url` of the thing; null until its document was made. */
export function fileUrl(state: LagoState, lagoId: string): string | null {
  const document = documentsOf(state).get(lagoId);
  if (document === undefined) return null;
  const { token, fileName } = document;
  return `${state.url}${DOCUMENTS}/${token}/${encodeURIComponent(fileName)}`;
}

/** The document of a link. */
export function documentOf(state: LagoState, token: string): string | undefined {
  for (const document of documentsOf(state).values()) {
    if (document.token === token) return document.html;
  }
  return undefined;
}

/** A document that the engine made. */
export interface EngineDocument {
  /** The engine's link, which holds the document itself. */
  readonly url: string;
  /** The engine's number on it. */
  readonly engineNumber: string;
  /** Lago's number, to stand in its place. */
  readonly number: string;
}

/** Keeps the document of a thing. */
export function keepDocument(state: LagoState, lagoId: string, document: EngineDocument): void {
  const { url, engineNumber, number } = document;
  const made = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString('utf8');
  const html = made.replaceAll(engineNumber, number);
  documentsOf(state).set(lagoId, { token: state.ids.next(), fileName: `${number}.html`, html });
}
