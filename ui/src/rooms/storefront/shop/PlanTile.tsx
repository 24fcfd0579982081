import type { Values } from './facets';
import { ShopLink } from './InShop';
import type { PlanCard } from './queries';
import { useChargeWords, useValueWords } from './words';

/** A plan among others: its name, whose it is, the least that tells it apart, and how it is charged. */
export function PlanTile({ plan }: { plan: PlanCard }) {
  const charge = useChargeWords();
  const words = useValueWords();
  const first = plan.charges[0];
  return (
    <ShopLink page={{ plan: plan.key }} className="shop-card">
      <Art name={plan.product.name} seed={plan.product.key} />
      <span className="shop-card-text">
        <small>{plan.product.name}</small>
        <strong>{plan.name}</strong>
        {typeof plan.attributes.summary === 'string' && <span>{plan.attributes.summary}</span>}
        <span className="shop-marks">
          {marksOf(plan.attributes).map((each) => (
            <i key={each}>{words(each)}</i>
          ))}
        </span>
        {first && <span className="shop-charge">{charge(first)}</span>}
      </span>
    </ShopLink>
  );
}

/** A few short words out of the values: enough for a look, not a table. */
export function marksOf(values: Values): string[] {
  return Object.entries(values)
    .filter(([name]) => name !== 'summary' && !/^limits?\b|features/.test(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(
      (value): value is string => typeof value === 'string' && value.length < 18 && /^[A-Za-z]/.test(value),
    )
    .slice(0, 4);
}

/** There are no pictures in a catalog of plans: the product's initials on its own colour. */
export function Art({ name, seed }: { name: string; seed: string }) {
  const hue = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const initials = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0])
    .join('');
  return (
    <span className="shop-art" style={{ '--hue': hue } as React.CSSProperties} aria-hidden="true">
      {initials}
    </span>
  );
}
