import { parseBaseUrl } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import { type LagoOptions, type LagoRegion, REGIONS } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A value and the setting that it comes from. */
interface Given {
  readonly value: string;
  readonly setting: string;
}

function refuse(setting: string, problem: string, allowed?: readonly string[]): never {
  throw new BillingError('configuration', {
    message: `${setting}: ${problem}`,
    details: { setting, ...(allowed && { allowed }) },
  });
}

const given = (value: string | undefined, setting: string): Given | undefined =>
  value === undefined || value.trim() === '' ? undefined : { value: value.trim(), setting };

/** The region or the address: of the options, else of the environment. Both at once say nothing. */
function choose(options: LagoOptions, environment: Environment) {
  const named = {
    url: given(options.url, 'url'),
    region: given(options.region, 'region'),
  };
  const found =
    named.url || named.region
      ? named
      : {
          url: given(environment.LAGO_API_URL, 'LAGO_API_URL'),
          region: given(environment.LAGO_REGION, 'LAGO_REGION'),
        };
  if (found.url && found.region) {
    refuse(
      found.region.setting,
      `Leave it out, or ${found.url.setting}: each of them says where Lago is.`,
    );
  }
  return found;
}

function ofRegion({ value, setting }: Given): string {
  const regions = Object.keys(REGIONS);
  if (Object.hasOwn(REGIONS, value)) return REGIONS[value as LagoRegion];
  const way = setting === 'region' ? 'url' : 'LAGO_API_URL';
  const names = regions.map((name) => `"${name}"`).join(' or ');
  return refuse(
    setting,
    `Write ${names}, or give the address of a Lago of your own as ${way}.`,
    regions,
  );
}

function ofAddress({ value, setting }: Given): string {
  const address = parseBaseUrl(value, setting).replace(/\/api\/v1$/, '');
  if (/^app\.(?:\w+\.)?getlago\.com$/.test(new URL(address).hostname)) {
    refuse(
      setting,
      `This is the address of the dashboard. Write that of the API, such as ${REGIONS.us}, or a region.`,
    );
  }
  if (/\/api\/v1(?:\/|$)/.test(new URL(address).pathname)) {
    refuse(setting, 'Leave out what follows /api/v1: the address of the API ends there.');
  }
  return address;
}

/**
 * Where Lago is, without `/api/v1`: the option `url` or `region`, else `LAGO_API_URL` or
 * `LAGO_REGION`, else Lago's cloud in the US (`facts/lago.md §a`, Base URLs).
 * @throws BillingError `configuration` for an unknown region, both at once, an address that is none
 *   and the dashboard's.
 */
export function rootUrl(options: LagoOptions, environment: Environment): string {
  const { url, region } = choose(options, environment);
  if (url) return ofAddress(url);
  return region ? ofRegion(region) : REGIONS.us;
}
