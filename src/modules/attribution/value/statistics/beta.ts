/** Lanczos coefficients for g = 7, n = 9 (Godfrey 2001): 15 digits over the positive reals. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function above nothing. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError('The gamma function is asked above nothing.');
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const series = lanczos
    .slice(1)
    .reduce((sum, coefficient, index) => sum + coefficient / (z + index + 1), lanczos[0] ?? 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

const tiny = 1e-300;
const precision = 1e-15;
const mostTerms = 500;
const guarded = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/** Lentz's way through the continued fraction (Numerical Recipes 6.4). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let answer = d;
  for (let term = 1; term <= mostTerms; term += 1) {
    const even = (term * (b - term) * x) / ((a + 2 * term - 1) * (a + 2 * term));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    answer *= d * c;
    const odd = (-(a + term) * (a + b + term) * x) / ((a + 2 * term) * (a + 2 * term + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    answer *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return answer;
}

/** The share of a beta distribution that lies below `x`: the regularized incomplete beta function. */
export function betaBelow(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError('A beta distribution has two numbers above nothing.');
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/** Below which `x` the share of a beta distribution lies: the inverse of `betaBelow`, by halving and Newton's steps. */
export function betaQuantile(share: number, a: number, b: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError('A share is between 0 and 1.');
  if (share === 0 || share === 1) return share;
  const logNorm = logGamma(a + b) - logGamma(a) - logGamma(b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 200; step += 1) {
    const off = betaBelow(x, a, b) - share;
    if (off === 0) return x;
    if (off > 0) high = x;
    else low = x;
    const density = Math.exp(logNorm + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
    const newton = x - off / density;
    // Newton's step may leap out of what is left; near 0 only halving of what is left goes on for sure.
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * Math.max(x, 1e-12)) return next;
    x = next;
  }
  return x;
}

/**
 * A share of `of` with its 95 % interval after Jeffreys: the beta distribution with half a case added on each side. At
 * none and at all the interval begins at the end itself (Brown, Cai, DasGupta 2001).
 */
export function rateInterval(cases: number, of: number): { low: number; high: number } {
  if (!(cases >= 0 && cases <= of)) throw new RangeError('Cases are not more than there are in all.');
  if (of === 0) return { low: 0, high: 1 };
  return {
    low: cases === 0 ? 0 : betaQuantile(0.025, cases + 0.5, of - cases + 0.5),
    high: cases === of ? 1 : betaQuantile(0.975, cases + 0.5, of - cases + 0.5),
  };
}
