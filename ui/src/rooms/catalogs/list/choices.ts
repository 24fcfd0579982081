// Languages and currencies by name, as the browser knows them.
const USUAL = [
  'en',
  'en-US',
  'en-GB',
  'en-CA',
  'fr',
  'fr-FR',
  'fr-CA',
  'de',
  'de-DE',
  'de-CH',
  'es',
  'es-ES',
  'es-MX',
  'it',
  'pt',
  'pt-BR',
  'nl',
  'pl',
  'sv',
  'da',
  'ja',
  'zh',
  'ko',
];

export interface Choice {
  value: string;
  label: string;
}

export function localeOptions(language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return USUAL.map((value) => ({ value, label: `${value} · ${names.of(value)}` }));
}

export function currencyOptions(language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((value) => ({
    value,
    label: `${value} · ${names.of(value)}`,
  }));
}
