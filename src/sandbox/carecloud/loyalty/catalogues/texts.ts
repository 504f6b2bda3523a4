/** A text in the languages in which the simulated project keeps its catalogues. */
export type Texts = { readonly cs: string; readonly en: string };

/** English for those who read English, Czech, the project's own language, for everybody else. */
export const inLanguage = (texts: Texts, language: string): string =>
  language === 'en' ? texts.en : texts.cs;
