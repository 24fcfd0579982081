/** What would not hold together, and where. */
export interface Fault {
  file: string;
  pointer: string;
  code: string;
  detail: string;
  suggestion: string | null;
}
