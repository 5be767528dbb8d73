import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** Documents that are not part of the project: their licences are not its own. */
const REFERENCE =
  process.env.BILLPORT_REFERENCE ?? fileURLToPath(new URL('../../../shared', import.meta.url));

const fileOf = (name: string) => join(REFERENCE, 'specs', name);

/** Whether the OpenAPI document of this name is on this machine. */
export const hasSpecification = (name: string): boolean => existsSync(fileOf(name));

type Fields = Readonly<Record<string, unknown>>;
type Responses = Readonly<Record<string, { $ref?: string; content?: Record<string, Fields> }>>;

interface DocumentedOperation {
  readonly responses: Responses;
  readonly requestBody?: { readonly content?: Record<string, Fields> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: Fields;
}

/** A request to a server that speaks the protocol of the document. */
export interface Request {
  readonly method: string;
  /** As the document writes paths: without what every address begins with. */
  readonly path: string;
}

/** One reply of it. */
export interface Reply extends Request {
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

const escaped = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** An OpenAPI document, as a judge of requests and replies. */
export class Specification {
  readonly #document: Document;
  // The document writes some patterns where formats stand: those are not checked.
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #templates: readonly (readonly [template: string, pattern: RegExp])[];

  /** @param name The document's file, such as `lago-openapi.yaml`. */
  constructor(name: string) {
    this.#document = parse(readFileSync(fileOf(name), 'utf8')) as Document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'document');
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
  operationOf({ method, path }: Request): string | undefined {
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
    const place =
      response.$ref?.slice(1) ??
      `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${status}`;
    return encodeURI(`document#${place}/content/application~1json/schema`);
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
    return this.#judge(at, pointer, reply.text);
  }

  /** What is not as the document says of a request's body, one sentence for each kind of thing. */
  requestProblems(request: Request, text: string): string[] {
    const operation = this.operationOf(request);
    if (operation === undefined) return [`${request.method} ${request.path}: not in the document`];
    const [method = '', template = ''] = operation.split(' ');
    const described = this.#document.paths[template]?.[method.toLowerCase()]?.requestBody;
    if (described === undefined) return text === '' ? [] : [`${operation}: takes no body`];
    if (text === '') return [];
    const place = `/paths/${escaped(template)}/${method.toLowerCase()}/requestBody`;
    const pointer = encodeURI(`document#${place}/content/application~1json/schema`);
    return this.#judge(`${operation} sent`, pointer, text);
  }

  #judge(at: string, pointer: string, text: string): string[] {
    const validate = this.#validator(pointer);
    if (validate(JSON.parse(text))) return [];
    const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const place = instancePath.replace(/\/\d+(?=\/|$)/g, '/0');
      const extra = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
      return `${at}: ${place || '/'} ${message}${extra}`;
    });
    return [...new Set(problems)];
  }
}
