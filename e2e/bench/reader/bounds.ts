/** Intervals of a share, for figures that are counted and not measured. */

/** Wilson's 95 % interval of `hits` out of `of`. */
export function wilson(hits: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959964;
  const share = hits / of;
  const middle = share + z ** 2 / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const scale = 1 + z ** 2 / of;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

/** P(X ≤ hits) for X binomial. */
function cumulative(hits: number, of: number, chance: number): number {
  let log = of * Math.log1p(-chance);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k += 1) {
    log += Math.log((of - k + 1) / k) + Math.log(chance) - Math.log1p(-chance);
    sum += Math.exp(log);
  }
  return sum;
}

/** Clopper and Pearson's exact upper bound: with 95 % confidence the true share is not above it. */
export function upperBound(hits: number, of: number): number {
  if (hits >= of) return 1;
  let [low, high] = [hits / of, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (cumulative(hits, of, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
