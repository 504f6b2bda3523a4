export const CZK = '8bcd9e4f5a6b7c8d9e0f1a2b3c';
export const EUR = '8dcba9876543210fedcba98765';

/** `GET /currencies`. */
export const currencyRows = (language: string): readonly Readonly<Record<string, unknown>>[] => [
  { currency_id: CZK, name: language === 'en' ? 'Czech koruna' : 'Česká koruna', code: 'CZK' },
  { currency_id: EUR, name: 'Euro', code: 'EUR' },
];
