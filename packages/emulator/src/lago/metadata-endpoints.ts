import type { Context, Hono } from 'hono';
import { notFound } from './failure.ts';
import { FieldErrors } from './field-errors.ts';
import { type MetadataMap, mergedMetadata, metadataIn } from './metadata-map.ts';
import { bodyOf } from './request-fields.ts';

/** Metadata of one object, and how to put other ones in its place. */
export interface MetadataOwner {
  readonly metadata: MetadataMap | null;
  keep(metadata: MetadataMap | null): void;
}

async function sent(context: Context): Promise<MetadataMap> {
  const errors = new FieldErrors();
  const metadata = metadataIn((await bodyOf(context)).metadata, errors) ?? {};
  errors.throwIfAny();
  return metadata;
}

function without(metadata: MetadataMap | null, key: string): MetadataMap {
  if (metadata === null || !(key in metadata)) throw notFound('metadata');
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== key));
}

/**
 * Routes below `path`, which ends in `/metadata`: POST replaces, PATCH merges, DELETE clears all or
 * one key; each answers `{metadata}`.
 * @param ownerOf Finds what the request is about.
 * @throws LagoFailure 404 by `ownerOf`; 404 `metadata_not_found` for a key that is not there.
 */
export function metadataRoutes(
  app: Hono,
  path: string,
  ownerOf: (context: Context) => Promise<MetadataOwner>,
): void {
  const route = (change: (owner: MetadataOwner, context: Context) => Promise<MetadataMap | null>) =>
    async function answer(context: Context) {
      const owner = await ownerOf(context);
      const metadata = await change(owner, context);
      owner.keep(metadata);
      return context.json({ metadata });
    };
  app.post(
    path,
    route((_owner, context) => sent(context)),
  );
  app.patch(
    path,
    route(async ({ metadata }, context) =>
      mergedMetadata(metadata, await sent(context), new FieldErrors()),
    ),
  );
  app.delete(
    path,
    route(async () => null),
  );
  app.delete(
    `${path}/:key`,
    route(async ({ metadata }, context) => without(metadata, context.req.param('key') ?? '')),
  );
}
