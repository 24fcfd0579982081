import type { Attribute } from '../attributes/registry';
import { mapParameters, objections, remember, remembered, suggested } from './mapping';
import { targetsOf } from './targets';

const registry = [
  { key: 'weight', type: 'decimal', label: { en: 'Weight', de: 'Gewicht' } },
  { key: 'limit.users', type: 'integer', label: { en: 'Users' } },
  { key: 'launchDate', type: 'date', label: { en: 'Launch date' } },
] as unknown as Attribute[];
const products = targetsOf('products', registry);
const plans = targetsOf('rate-plans', registry);

describe('columns', () => {
  it('find what they are called like, in any of our languages and spellings', () => {
    expect(suggested(['Artikelnummer', 'Bezeichnung', 'Name DE', 'Gewicht', 'Gültig ab'], products)).toEqual({
      Artikelnummer: 'key',
      Bezeichnung: 'name.en',
      'Name DE': 'name.de',
      Gewicht: 'weight',
      'Gültig ab': 'effectiveFrom',
    });
  });

  it('bear units behind the name and slips of the pen', () => {
    expect(suggested(['Weight (kg)', 'lauch_date', 'Users'], products)).toEqual({
      'Weight (kg)': 'weight',
      lauch_date: 'launchDate',
      Users: 'limit.users',
    });
  });

  it('never share a target, the better match has it', () => {
    const found = suggested(['id', 'key', 'product'], plans);
    expect(found).toEqual({ id: '', key: 'key', product: 'product' });
  });

  it('without likeness are left out', () => {
    expect(suggested(['Remark of the boss'], products)).toEqual({ 'Remark of the boss': '' });
  });
});

describe('a mapping', () => {
  it('says what is missing and what is given twice', () => {
    expect(objections(['a', 'b'], { a: 'weight', b: 'weight' }, products)).toEqual([
      { kind: 'missing', name: 'key' },
      { kind: 'twice', name: 'weight' },
    ]);
    expect(objections(['a'], { a: 'key' }, products)).toEqual([]);
  });

  it('is remembered for the same header in any order, and forgets targets that are gone', () => {
    remember('products', ['A', 'B'], { A: 'key', B: 'gone' }, localStorage);
    expect(remembered('products', ['B', 'A'], products, localStorage)).toEqual({ A: 'key', B: '' });
    expect(remembered('rate-plans', ['A', 'B'], plans, localStorage)).toBeNull();
  });

  it('tells the service only of columns with other names, and of those left out', () => {
    expect(mapParameters(['key', 'Gewicht', 'x'], { key: 'key', Gewicht: 'weight', x: '' })).toEqual([
      'Gewicht=weight',
      'x=',
    ]);
  });
});
