import { refused, toTrimmedText } from '../shared/parse-input.ts';

/** HelpCrunch ids are whole numbers. */
export function toHelpCrunchId(text: string, path: string): string {
  const id = toTrimmedText(text, path);
  if (/^(0|[1-9]\d*)$/.test(id) && Number.isSafeInteger(Number(id))) return id;
  throw refused(path, 'a HelpCrunch id, a whole number such as 265555', text);
}
