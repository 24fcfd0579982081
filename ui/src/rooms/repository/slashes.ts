/** Slashes of names stand as they are: on the way, some servers refuse them encoded. */
export const withSlashes = {
  pathSerializer(path: string, names: Record<string, unknown>): string {
    const said = (name: string) => String(names[name]).split('/').map(encodeURIComponent).join('/');
    return path.replace(/\{(\w+)\}/g, (_, name: string) => said(name));
  },
};
