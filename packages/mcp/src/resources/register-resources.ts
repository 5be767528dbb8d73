import type { Capabilities } from '@billport/core';
import type {
  ListResourcesRequest,
  ListResourcesResult,
  ListResourceTemplatesRequest,
  ListResourceTemplatesResult,
  McpServer,
  ReadResourceRequest,
  ReadResourceResult,
} from '@modelcontextprotocol/server';
import { furtherHandler, type LookingServer, lookAs } from '../server/looking-server.ts';
import { type DeclaredTemplate, RESOURCES, TEMPLATES, type TemplateName } from './resource-list.ts';

/** Whether the provider has what the template reads. */
function isServed({ needs }: DeclaredTemplate, capabilities: Capabilities): boolean {
  return needs === undefined || (capabilities[needs]?.level ?? 'unsupported') !== 'unsupported';
}

/** The template that an address is of, if the provider has what it reads. */
function templateOf(uri: string, capabilities: Capabilities): TemplateName | undefined {
  const names = Object.keys(TEMPLATES) as TemplateName[];
  return names.find(
    (name) => uri.startsWith(TEMPLATES[name].prefix) && isServed(TEMPLATES[name], capabilities),
  );
}

/**
 * Lets a server list and read its resources. The lists are constants; what reads is loaded with the
 * first reading. Addresses that are none of these are asked of an extension.
 */
export function registerResources(mcp: McpServer, looking: LookingServer): void {
  const { capabilities } = looking;
  mcp.server.registerCapabilities({ resources: { listChanged: false } });
  const furtherList = furtherHandler<ListResourcesRequest, ListResourcesResult>(
    looking,
    'resources/list',
  );
  const furtherTemplates = furtherHandler<
    ListResourceTemplatesRequest,
    ListResourceTemplatesResult
  >(looking, 'resources/templates/list');
  const furtherRead = furtherHandler<ReadResourceRequest, ReadResourceResult>(
    looking,
    'resources/read',
  );

  mcp.server.setRequestHandler('resources/list', async (request, context) => {
    const more = (await furtherList?.(request, context))?.resources ?? [];
    return { resources: [...RESOURCES, ...more] } as ListResourcesResult;
  });

  mcp.server.setRequestHandler('resources/templates/list', async (request, context) => {
    const more = (await furtherTemplates?.(request, context))?.resourceTemplates ?? [];
    const own = Object.values(TEMPLATES).filter((declared) => isServed(declared, capabilities));
    return {
      resourceTemplates: [...own.map(({ template }) => template), ...more],
    } as ListResourceTemplatesResult;
  });

  mcp.server.setRequestHandler('resources/read', async (request, context) => {
    const { uri } = request.params;
    const isListed = RESOURCES.some((resource) => resource.uri === uri);
    const template = templateOf(uri, capabilities);
    if (!isListed && template === undefined && furtherRead !== undefined) {
      return furtherRead(request, context);
    }
    return lookAs(looking, 'resources_read', { uri }, context, async (open) => {
      const { readResource } = await import('./read-resource.ts');
      return readResource(uri, template, looking, open);
    });
  });
}
