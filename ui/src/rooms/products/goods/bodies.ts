// Documents as forms hold them and as the service takes them.
import type { Tagged, Words } from '@/shared/api';
import { saidValues, type Values } from '../attributes/AttributesEditor';
import type { Charge, Plan, Product } from './goods';
import { saidTexts } from './LocalisedField';

export type ProductBody = Words['ProductBodyIn'] & {
  name: Record<string, string>;
  attributes: Values;
  tags: string[];
};
export type PlanBody = Words['RatePlanBodyIn'] & {
  name: Record<string, string>;
  attributes: Values;
  tags: string[];
  charges: Charge[];
};

export const NEW_PRODUCT: ProductBody = { name: { en: '' }, status: 'draft', tags: [], attributes: {} };
export const NEW_PLAN: PlanBody = {
  name: { en: '' },
  status: 'draft',
  tags: [],
  attributes: {},
  charges: [],
};

export function productBody(product: Product): ProductBody {
  const { name, status, effectiveFrom, effectiveTo, tags, attributes, oneTime } = product;
  return {
    name: name ?? {},
    status,
    effectiveFrom,
    effectiveTo,
    tags: tags ?? [],
    attributes: attributes ?? {},
    oneTime,
  };
}

export function planBody(plan: Plan): PlanBody {
  const { name, status, effectiveFrom, effectiveTo, tags, attributes, sku, charges, product } = plan;
  return {
    name: name ?? {},
    status,
    effectiveFrom,
    effectiveTo,
    tags: tags ?? [],
    attributes: attributes ?? {},
    sku,
    charges: charges ?? [],
    product,
  };
}

export function tagged<T, B>(found: Tagged<T>, body: (it: T) => B): Tagged<B> {
  return { body: body(found.body), etag: found.etag };
}

/** Without what was left empty: an empty text is no name, no unit, no reference. */
export function saidProduct(body: ProductBody): ProductBody {
  return { ...body, name: saidTexts(body.name), attributes: saidValues(body.attributes) };
}

function saidCharge(charge: Charge): Charge {
  const said = Object.fromEntries(
    Object.entries(charge).filter(([, value]) => value !== '' && value !== null),
  );
  return { ...(said as Charge), name: saidTexts(charge.name), attributes: saidValues(charge.attributes) };
}

export function saidPlan(body: PlanBody): PlanBody {
  return {
    ...body,
    sku: body.sku || null,
    name: saidTexts(body.name),
    attributes: saidValues(body.attributes),
    charges: body.charges.map(saidCharge),
  };
}
