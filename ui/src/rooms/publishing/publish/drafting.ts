// What can be done with a draft as a whole: keep it as a version that nobody serves, or make it say what a version says.
import { api, inEnvironment, told, toldWithTag, type Words } from '@/shared/api';
import { once } from '@/shared/once';
import type { Place } from './publishing';

export function freezeDraft({ environment, catalog }: Place, note: string): Promise<Words['JobOut']> {
  const body = { note: note.trim() || null };
  return once(['freeze', environment, catalog, JSON.stringify(body)].join(' '), ({ key }) =>
    told(
      api.POST('/commerce/catalogs/{key}/freeze', {
        params: { path: { key: catalog } },
        body,
        headers: { ...inEnvironment(environment), 'Idempotency-Key': key },
      }),
    ),
  );
}

/** Bound to the draft as it is at this moment: who edits it meanwhile is not overwritten. */
export function restoreDraft(
  { environment, catalog }: Place,
  version: string,
  keepDraft: boolean,
): Promise<Words['JobOut']> {
  const body = { version, keepDraft };
  const intent = ['restore', environment, catalog, JSON.stringify(body)].join(' ');
  const look = async () => {
    const draft = api.GET('/commerce/catalogs/{key}/draft', {
      params: { path: { key: catalog }, query: { limit: 1 } },
      headers: inEnvironment(environment),
    });
    return (await toldWithTag(draft)).etag;
  };
  return once(
    intent,
    ({ key, state }) =>
      told(
        api.POST('/commerce/catalogs/{key}/draft/restore', {
          params: { path: { key: catalog }, header: { 'if-match': state } },
          body,
          headers: { ...inEnvironment(environment), 'Idempotency-Key': key },
        }),
      ),
    look,
  );
}
