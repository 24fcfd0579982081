// Where somebody worked last, so that the next day begins there.
export function lastEnvironment(): string {
  return localStorage.getItem('environment') ?? 'dev';
}

export function rememberEnvironment(key: string) {
  localStorage.setItem('environment', key);
}

export function lastCatalog(environment: string): string | null {
  return localStorage.getItem(`catalog:${environment}`);
}

export function rememberCatalog(environment: string, key: string) {
  localStorage.setItem(`catalog:${environment}`, key);
}
