/**
 * What random tests draw from: RINGSIDE_SEED=N repeats a run; a build has one answer for all (RINGSIDE_DEFAULT_SEED), and without
 * either each run has its own.
 */
export function seedOf(test) {
  const given = process.env.RINGSIDE_SEED ?? process.env.RINGSIDE_DEFAULT_SEED;
  const seed = /^\d+$/.test(given ?? '') ? Number(given) : 1 + Math.floor(Math.random() * 2_147_483_645);
  console.log(`${test}: RINGSIDE_SEED=${seed}`);
  return seed;
}
