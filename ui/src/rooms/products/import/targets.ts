// What a column of a file can become: members of the document, and the registered attributes.
import { type Attribute, labelOf } from '../attributes/registry';

export type Of = 'products' | 'rate-plans' | 'attributes' | 'tariffs';
export const SORTS: Of[] = ['products', 'rate-plans', 'tariffs', 'attributes'];

export interface Target {
  /** As the service calls it: `name.de`, `charge.priceRef`, `weight`. */
  name: string;
  /** Where its label stands among our words; attributes bring their own. */
  words?: string;
  label?: string;
  locale?: string;
  needed?: boolean;
  /** Other names it goes by, for suggestions. */
  also: string[];
}

const LOCALES = ['en', 'de', 'fr', 'es'];

function one(name: string, words: string, also: string, needed = false): Target {
  return { name, words, needed, also: also.split(' ').filter(Boolean) };
}

function named(also: string): Target[] {
  return LOCALES.map((locale) => ({
    name: `name.${locale}`,
    words: 'nameIn',
    locale,
    also: also.split(' ').flatMap((each) => [`${each}.${locale}`, ...(locale === 'en' ? [each] : [])]),
  }));
}

const NAMES = 'name title label bezeichnung titel nom libelle designation nombre titulo denominacion';
const STATED: Target[] = [
  one('status', 'status', 'state zustand etat statut estado'),
  one(
    'effectiveFrom',
    'effectiveFrom',
    'validfrom start startdate from gueltigab gultigab debut valablede desde iniciovigencia',
  ),
  one(
    'effectiveTo',
    'effectiveTo',
    'validto end enddate until gueltigbis gultigbis fin valablejusqua hasta finvigencia',
  ),
  one('tags', 'tags', 'tag labels schlagworte etiquettes etiquetas'),
];
const KEY = 'id code number artikelnummer artikelnr nummer reference clave codigo cle';
const SKU = 'skucode artikel article articulo partnumber mpn';

const MEMBERS: Record<Of, Target[]> = {
  products: [
    one('key', 'key', `${KEY} productkey productid productcode produkt produktschluessel`, true),
    ...named(NAMES),
    ...STATED,
    one('oneTime.priceRef', 'priceRef', 'priceref pricereference price preis preisreferenz prix precio'),
    one('oneTime.sku', 'sku', SKU),
    one('oneTime.unit', 'unit', 'uom einheit mengeneinheit unite unidad'),
    one('ratePlans', 'ratePlansJson', ''),
  ],
  'rate-plans': [
    one('key', 'key', `${KEY} planid plankey rateplan tarif plan`, true),
    one('product', 'product', 'productkey productid productcode produkt produit producto', true),
    one('sku', 'sku', SKU),
    ...named(NAMES),
    ...STATED,
    one('charge.key', 'chargeKey', 'charge chargeid gebuehr gebuhr'),
    one('charge.kind', 'chargeKind', 'kind chargetype billing abrechnung gebuehrenart'),
    one('charge.model', 'chargeModel', 'pricingmodel preismodell modele modelo'),
    one('charge.unit', 'chargeUnit', 'unit uom einheit unite unidad'),
    one('charge.priceRef', 'priceRef', 'priceref pricereference price preis preisreferenz prix precio'),
    one('charges', 'chargesJson', ''),
  ],
  tariffs: [
    one('reference', 'reference', 'priceref pricereference ref preisreferenz referenz key code', true),
    one('currency', 'currency', 'curr waehrung wahrung devise moneda divisa', true),
    one('amount', 'amount', 'price value preis betrag prix montant precio importe'),
    one('country', 'country', 'land pays pais market markt'),
    one('segment', 'segment', 'kundengruppe segmento customergroup'),
    one('validFrom', 'effectiveFrom', 'from start effectivefrom gueltigab gultigab debut desde'),
    one('validTo', 'effectiveTo', 'to until end effectiveto gueltigbis gultigbis fin hasta'),
    one('model', 'chargeModel', 'pricingmodel preismodell modele modelo'),
    one('tiers', 'tiersJson', 'staffeln paliers tramos'),
    one('packageSize', 'packageSize', 'package paket packungsgroesse lot paquete'),
    one('unit', 'unit', 'uom einheit unite unidad'),
    one('note', 'note', 'comment hinweis remarque nota'),
  ],
  attributes: [
    one('key', 'key', 'id code name attribute merkmal schluessel attribut atributo', true),
    one('type', 'type', 'datatype typ art datentyp tipo', true),
    ...LOCALES.map((locale) => ({
      name: `label.${locale}`,
      words: 'labelIn',
      locale,
      also: [`label.${locale}`, `name.${locale}`, ...(locale === 'en' ? ['label', 'title'] : [])],
    })),
    one('unit', 'unit', 'uom einheit unite unidad'),
    one('allowed', 'allowed', 'values enum werte valeurs valores'),
    one('many', 'many', 'list multiple liste lista'),
    one('facetable', 'facetable', 'facet facette'),
    one('searchable', 'searchable', 'suchbar'),
  ],
};

export function targetsOf(of: Of, registry: Attribute[]): Target[] {
  const members = MEMBERS[of];
  if (of === 'tariffs' || of === 'attributes') return members;
  const taken = new Set(members.map((target) => target.name));
  const attributes = registry.map((attribute) => ({
    name: taken.has(attribute.key) ? `attributes.${attribute.key}` : attribute.key,
    label: labelOf(attribute),
    also: [attribute.key, ...Object.values(attribute.label ?? {})],
  }));
  return [...members, ...attributes];
}
