// Exact numbers: fractions of two BigInts, for what is compared and not shown.
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };

export function ratio(above, below = 1n) {
  const common = gcd(above, below) || 1n;
  return { above: above / common, below: below / common };
}

/** The exact number that is written: 3, 0.5 or "1/3"; a decimal stands for itself, not for the float nearest to it. */
export function written(number) {
  const [, sign, whole, part = "", below, power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?(?:e([+-]\d+))?$/.exec(String(number));
  const shift = part.length - Number(power);
  const above = BigInt(`${sign}${whole}${part}`) * 10n ** BigInt(Math.max(0, -shift));
  return ratio(above, BigInt(below ?? 1) * 10n ** BigInt(Math.max(0, shift)));
}

/** The number that a float is, to the last bit. */
export function float(number) {
  let below = 1n;
  while (!Number.isInteger(number)) [number, below] = [number * 2, below * 2n];
  return ratio(BigInt(number), below);
}

export const plus = (a, b) => ratio(a.above * b.below + b.above * a.below, a.below * b.below);
export const minus = (a, b) => plus(a, ratio(-b.above, b.below));
export const times = (a, b) => ratio(a.above * b.above, a.below * b.below);
export const over = (a, b) => (b.above < 0n ? ratio(-a.above * b.below, -a.below * b.above) : ratio(a.above * b.below, a.below * b.above));
export const compare = (a, b) => { const d = a.above * b.below - b.above * a.below; return d < 0n ? -1 : d > 0n ? 1 : 0; };

/** The nearest whole number, half up, of a number from 0. */
export const rounded = ({ above, below }) => String((2n * above + below) / (2n * below));
