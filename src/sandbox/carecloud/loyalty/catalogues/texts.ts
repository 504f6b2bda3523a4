/** A text in the languages of the simulated project's catalogues. */
export type Texts = { readonly cs: string; readonly en: string };

/** English for those who accept it, otherwise Czech, the project's own language. */
export const inLanguage = (texts: Texts, language: string): string =>
  language === 'en' ? texts.en : texts.cs;
