import fc from 'fast-check';

/**
 * One seed for every property, so that a run that passed passes again. `FC_SEED=7` sets another, `FC_SEED=random` a new
 * one each time; a failure prints its seed.
 */
const { FC_SEED = '20261122' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });
