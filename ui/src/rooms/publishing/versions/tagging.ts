// Tags are few and small: they are read at the moment of the change, so that it is bound to what is there then.
import { api, inEnvironment, Problem, told, toldWithTag } from '@/shared/api';
import type { Place } from '../publish/publishing';
import { readTag } from '../queries';

/** Makes the tag, or moves it; answers which version it named before, null if there was none. */
export async function putTag(
  { environment, catalog }: Place,
  name: string,
  version: string,
): Promise<string | null> {
  const before = await readTag(environment, catalog, name).catch((wrong) => {
    if (wrong instanceof Problem && wrong.status === 404) return null;
    throw wrong;
  });
  await toldWithTag(
    api.PUT('/commerce/catalogs/{key}/tags/{name}', {
      params: { path: { key: catalog, name } },
      body: { version },
      headers: { ...inEnvironment(environment), ...(before && { 'If-Match': before.etag }) },
    }),
  );
  return before?.body.version ?? null;
}

export async function deleteTag({ environment, catalog }: Place, name: string): Promise<void> {
  const { etag } = await readTag(environment, catalog, name);
  await told(
    api.DELETE('/commerce/catalogs/{key}/tags/{name}', {
      params: { path: { key: catalog, name }, header: { 'if-match': etag } },
      headers: inEnvironment(environment),
    }),
  );
}
