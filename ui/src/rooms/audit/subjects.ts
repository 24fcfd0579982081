// What an entry is about: `kind:name`, and where the console shows such a thing.

export interface Subject {
  kind: string;
  name: string;
}

export function subjectOf(text: string): Subject {
  const [kind, ...name] = text.split(':');
  return { kind: kind!, name: name.join(':') };
}

export interface Place {
  to: string;
  params?: Record<string, string>;
  search?: Record<string, string>;
}

/** `home`: the catalog of a node, where it is known. */
export function placeOf({ kind, name }: Subject, home?: string): Place | null {
  const [first] = name.split('/');
  switch (kind) {
    case 'node':
      return home
        ? { to: '/$environment/catalogs/$catalog', params: { catalog: home }, search: { node: name } }
        : null;
    case 'catalog':
      return { to: '/$environment/catalogs/$catalog', params: { catalog: name } };
    case 'tag':
      return { to: '/$environment/publish/$catalog/versions', params: { catalog: first! } };
    case 'product':
      return { to: '/$environment/products', search: { key: name } };
    case 'rate-plan':
      return { to: '/$environment/products/rate-plans', search: { key: name } };
    case 'attribute':
      return { to: '/$environment/products/attributes', search: { key: name } };
    case 'import':
      return { to: '/$environment/products/import' };
    case 'job':
      return { to: '/$environment/jobs/$job', params: { job: name } };
    case 'user':
    case 'token':
    case 'tenant':
    case 'environment':
      return { to: '/$environment/admin' };
    default:
      return null;
  }
}

/** `a.b.c` as people read it. */
export function readablePath(path: string): string {
  return path === '' ? '/' : path.split('.').join(' › ');
}
