// The way to an answer as one tree: rules, rows and limits, and the conditions that they are made of.
import type { Evaluated, Reason } from '../queries';
import { shownValue } from './values';

export interface Traced {
  says: string;
  /** An outcome in small letters, what became of a rule, or null where it is a value. */
  verdict: string | null;
  value: unknown;
  why: string | null;
  parts: Traced[];
}

export function tracedFrom({ thing, verdict, line, why, condition }: Reason): Traced {
  return {
    says: line === null ? thing : `${thing} [${line}]`,
    verdict,
    value: null,
    why,
    parts: condition === null ? [] : [evaluated(condition)],
  };
}

function evaluated({ expression, outcome, value, reason, parts }: Evaluated): Traced {
  return {
    says: expression,
    verdict: outcome?.toLowerCase() ?? null,
    value,
    why: reason,
    parts: parts.map(evaluated).filter((each) => !isLiteral(each)),
  };
}

/** A number that is written down needs nobody to say what it is. */
function isLiteral({ says, verdict, value, parts }: Traced): boolean {
  return verdict === null && parts.length === 0 && says === shownValue(value);
}
