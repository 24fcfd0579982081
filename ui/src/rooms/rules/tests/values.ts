// Values of cases as one line: exact numbers as numbers, everything else as JSON.
export function shownValue(value: unknown): string {
  if (value === undefined) return '';
  if (isDecimal(value)) return value.decimal;
  if (Array.isArray(value)) return `[${value.map(shownValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}: ${shownValue(each)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

function isDecimal(value: unknown): value is { decimal: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { decimal?: unknown }).decimal === 'string'
  );
}
