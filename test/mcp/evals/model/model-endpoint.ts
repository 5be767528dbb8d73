/** The ways in which models are spoken to. */
const STYLES = ['openai', 'anthropic'] as const;

/** Where a model answers. */
export interface ModelEndpoint {
  readonly style: (typeof STYLES)[number];
  /** Without the path of the method: `https://api.openai.com/v1`, `https://api.anthropic.com`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The model that `EVALS_BASE_URL`, `EVALS_API_KEY`, `EVALS_MODEL` and `EVALS_STYLE` (openai when
 * absent) name; undefined when there is no key.
 * @throws Error that names the variable which is missing or wrong
 */
export function modelEndpoint(environment: Environment): ModelEndpoint | undefined {
  const key = environment.EVALS_API_KEY?.trim();
  if (!key) return undefined;
  const needed = (name: string) => {
    const value = environment[name]?.trim();
    if (!value) throw new Error(`${name} is missing: with EVALS_API_KEY it has to be set.`);
    return value;
  };
  const wanted = environment.EVALS_STYLE?.trim() || 'openai';
  const style = STYLES.find((each) => each === wanted);
  if (style === undefined) throw new Error(`EVALS_STYLE is none of ${STYLES.join(', ')}.`);
  return {
    style,
    baseUrl: needed('EVALS_BASE_URL').replace(/\/+$/, ''),
    model: needed('EVALS_MODEL'),
    key,
  };
}
