import { refused, toTrimmedText } from '../shared/parse-input.ts';

/** CareCloud ids are opaque (21 to 28 hex digits in the vendor's documents): any short text without white space. */
export function toCareCloudId(text: string, path: string, what = 'customer'): string {
  const id = toTrimmedText(text, path);
  // `.` and `..` would change the path of the request that contains the id.
  if (id.length > 255 || /[\s\p{Cc}]/u.test(id) || /^\.+$/.test(id)) {
    throw refused(path, `a CareCloud ${what} id such as 8ea2591121e636086a4a9c0992`, text);
  }
  return id;
}
