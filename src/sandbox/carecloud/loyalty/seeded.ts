import { createRandom, type Random } from '../../random.ts';

/** Randomness for one part of one customer's data: the same seed, part and customer always give the same. */
export type Draw = (part: string, customerId: string) => Random;

export const createDraw =
  (seed: number): Draw =>
  (part, customerId) =>
    createRandom(hash(`${seed}/${part}/${customerId}`));

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
};
