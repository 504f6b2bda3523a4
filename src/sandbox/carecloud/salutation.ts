import type { CareCloudPersonalInformationWire } from './wire.ts';

type Phrases = { readonly mr: string; readonly mrs: string; readonly any: string; readonly nobody: string };

const PHRASES: Readonly<Record<string, Phrases>> = {
  cs: { mr: 'Vážený pane', mrs: 'Vážená paní', any: 'Dobrý den,', nobody: 'Vážený zákazníku' },
  sk: { mr: 'Vážený pán', mrs: 'Vážená pani', any: 'Dobrý deň,', nobody: 'Vážený zákazník' },
  en: { mr: 'Dear Mr.', mrs: 'Dear Ms.', any: 'Dear', nobody: 'Dear customer' },
  de: { mr: 'Sehr geehrter Herr', mrs: 'Sehr geehrte Frau', any: 'Guten Tag', nobody: 'Guten Tag' },
  pl: { mr: 'Szanowny Panie', mrs: 'Szanowna Pani', any: 'Dzień dobry,', nobody: 'Szanowni Państwo' },
};
const DEFAULT_ACCEPT_LANGUAGE = 'cs, en-gb;q=0.8';

/** The language of the response: the best one of the header that the project has, or Czech. */
export const careCloudLanguage = (acceptLanguage: string = DEFAULT_ACCEPT_LANGUAGE): string => {
  const ranges = acceptLanguage.split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters
      .find((parameter) => parameter.trim().startsWith('q='))
      ?.trim()
      .slice(2);
    return { language: tag.trim().split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
  });
  const spoken = ranges.filter(({ language, quality }) => Object.hasOwn(PHRASES, language) && quality > 0);
  return spoken.sort((a, b) => b.quality - a.quality)[0]?.language ?? 'cs';
};

/** "Dear Mr. Smith", or with the first name only when short. */
export const careCloudSalutation = (
  person: CareCloudPersonalInformationWire,
  language: string,
  short: boolean,
): string => {
  const { mr, mrs, any, nobody } = PHRASES[language] ?? (PHRASES.en as Phrases);
  if (short) return person.first_name ? `${any} ${person.first_name}` : nobody;
  if (!person.last_name) return nobody;
  if (person.gender === 1) return `${mr} ${person.last_name}`;
  if (person.gender === 2 || person.gender === 3) return `${mrs} ${person.last_name}`;
  return `${any} ${person.first_name ?? ''} ${person.last_name}`.replace('  ', ' ');
};
