/**
 * Area under the ROC curve: how likely a lead with the outcome scores above one without, ties counting half
 * (Mann and Whitney's U over the number of pairs). Null where one of the two kinds is missing.
 */
export function aucOf(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number | null {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort(
    (left, right) => (scores[left] ?? 0) - (scores[right] ?? 0),
  );
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0];
    let end = start;
    let positivesOfTie = 0;
    while (end < order.length && scores[order[end] ?? 0] === score) {
      if (outcomes[order[end] ?? 0] === 1) positivesOfTie++;
      end++;
    }
    // Ranks start at 1; tied scores share the middle one.
    rankSum += (positivesOfTie * (start + 1 + end)) / 2;
    positives += positivesOfTie;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
