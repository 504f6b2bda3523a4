import type { Random } from '../random.ts';
import type { Country } from './names.ts';

/** A person's number as typed into a chat; HelpCrunch stores it unchanged. */
export const writePhone = (random: Random, phone: string, { callingCode }: Country): string => {
  const national = phone.slice(callingCode.length);
  const grouped = (separator: string): string => (national.match(/.{1,3}/g) ?? []).join(separator);
  return random.pick([
    () => `+${callingCode} ${grouped(' ')}`,
    () => `+${phone}`,
    () => `00${phone}`,
    () => `00 ${callingCode} ${grouped(' ')}`,
    () => `+${callingCode}-${grouped('-')}`,
    () => `(+${callingCode}) ${grouped(' ')}`,
    () => `+${callingCode} (${national.slice(0, 3)}) ${national.slice(3)}`,
    () => `+${callingCode}.${grouped('.')}`,
    () => phone,
    () => grouped(' '),
    () => national,
  ])();
};
