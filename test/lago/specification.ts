import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** Documents that are not part of the project: their licences are not its own. */
const REFERENCE =
  process.env.BILLPORT_REFERENCE ?? fileURLToPath(new URL('../../../shared', import.meta.url));

const FILE = join(REFERENCE, 'specs', 'lago-openapi.yaml');

/** Whether Lago's OpenAPI document is on this machine. */
export const hasSpecification = existsSync(FILE);

type Fields = Readonly<Record<string, unknown>>;
type Responses = Readonly<Record<string, { $ref?: string; content?: Record<string, Fields> }>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Responses }>>>>;
  readonly components: Fields;
}

/** One reply of a server that speaks Lago's protocol. */
export interface Reply {
  readonly method: string;
  /** Behind `/api/v1`. */
  readonly path: string;
  readonly status: number;
  /** The text of the body. */
  readonly text: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** A path of the document as a pattern; plain segments before parameters. */
function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${escaped}$`);
}

/** Lago's OpenAPI document, as a judge of replies. */
export class Specification {
  readonly #document: Document;
  // The document writes some patterns where formats stand: those are not checked.
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #templates: readonly (readonly [template: string, pattern: RegExp])[];

  constructor() {
    this.#document = parse(readFileSync(FILE, 'utf8')) as Document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'lago');
    this.#templates = Object.keys(this.#document.paths)
      .toSorted((one, other) => one.split('{').length - other.split('{').length)
      .map((template) => [template, patternOf(template)]);
  }

  /** Every operation: `GET /customers`. */
  get operations(): string[] {
    return Object.entries(this.#document.paths).flatMap(([template, methods]) =>
      METHODS.filter((method) => method in methods).map(
        (method) => `${method.toUpperCase()} ${template}`,
      ),
    );
  }

  /** The operation that a request is, or nothing. */
  operationOf({ method, path }: Pick<Reply, 'method' | 'path'>): string | undefined {
    const found = this.#templates.find(
      ([template, pattern]) =>
        pattern.test(path) && method.toLowerCase() in (this.#document.paths[template] ?? {}),
    );
    return found && `${method} ${found[0]}`;
  }

  #pointer(operation: string, status: number): string | undefined {
    const [method = '', template = ''] = operation.split(' ');
    const responses = this.#document.paths[template]?.[method.toLowerCase()]?.responses;
    const response = responses?.[String(status)];
    if (response === undefined) return undefined;
    const escaped = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');
    const place =
      response.$ref?.slice(1) ??
      `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${status}`;
    return encodeURI(`lago#${place}/content/application~1json/schema`);
  }

  #validator(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile({ $ref: pointer });
    this.#validators.set(pointer, compiled);
    return compiled;
  }

  /** What is not as the document says, one sentence for each kind of thing. */
  problems(reply: Reply): string[] {
    const operation = this.operationOf(reply);
    if (operation === undefined) return [`${reply.method} ${reply.path}: not in the document`];
    const at = `${operation} ${reply.status}`;
    const pointer = this.#pointer(operation, reply.status);
    if (pointer === undefined) return [`${at}: status not in the document`];
    if (reply.text.trim() === '') return [`${at}: empty body`];
    const validate = this.#validator(pointer);
    if (validate(JSON.parse(reply.text))) return [];
    const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const place = instancePath.replace(/\/\d+(?=\/|$)/g, '/0');
      const extra = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
      return `${at}: ${place || '/'} ${message}${extra}`;
    });
    return [...new Set(problems)];
  }
}
