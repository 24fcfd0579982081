import { amount, decimal, shown } from './values';

const weight = { key: 'weight', type: 'decimal', many: false, unit: 'kg' } as never;
const words = { yes: 'yes', no: 'no' };

describe('values', () => {
  it('keep every digit a decimal has, in the notation of the language', () => {
    expect(decimal('1234567.000000000000000000000001', 'de')).toBe('1.234.567,000000000000000000000001');
    expect(decimal('-0.50', 'en')).toBe('-0.50');
  });

  it('show amounts with their currency where the language puts it', () => {
    expect(amount('1499.9', 'EUR', 'de').replace(/\s/g, ' ')).toBe('1.499,90 €');
    expect(amount('0.0025', 'USD', 'en')).toBe('$0.0025');
    expect(amount('1500', 'JPY', 'en')).toBe('¥1,500');
  });

  it('come with their unit, and lists with commas', () => {
    expect(shown('0.12', weight, words)).toBe('0.12 kg');
    expect(shown(['EU', 'NA'], undefined, words)).toBe('EU, NA');
    expect(shown(false, undefined, words)).toBe('no');
  });
});
