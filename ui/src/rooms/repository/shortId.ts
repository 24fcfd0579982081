export const shortId = (commit: string) => commit.slice(0, 8);
