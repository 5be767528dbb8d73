import { describe, expect, it } from 'vitest';
import { modelEndpoint } from './model-endpoint.ts';

const WHOLE = {
  EVALS_API_KEY: 'key',
  EVALS_BASE_URL: 'http://127.0.0.1:1/v1/',
  EVALS_MODEL: 'small',
};

describe('E: the model of the environment', () => {
  it('is none without a key, whatever else is set', () => {
    expect(modelEndpoint({ ...WHOLE, EVALS_API_KEY: ' ' })).toBeUndefined();
    expect(modelEndpoint({})).toBeUndefined();
  });

  it('speaks as OpenAI does when nothing else is said', () => {
    expect(modelEndpoint(WHOLE)).toEqual({
      style: 'openai',
      baseUrl: 'http://127.0.0.1:1/v1',
      model: 'small',
      key: 'key',
    });
  });

  it.each(['EVALS_BASE_URL', 'EVALS_MODEL'])('needs %s beside the key', (name) => {
    expect(() => modelEndpoint({ ...WHOLE, [name]: undefined })).toThrow(`${name} is missing`);
  });

  it('refuses a style that there is none of', () => {
    expect(() => modelEndpoint({ ...WHOLE, EVALS_STYLE: 'telepathy' })).toThrow(
      'EVALS_STYLE is none of openai, anthropic.',
    );
  });
});
