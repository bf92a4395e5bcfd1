/** At which of their visits one visitor in ten reads the price; null: never. */
export const pricedVisit = (visitor: number, visits: number): number | null =>
  visitor % 10 === 0 ? (visitor / 10) % visits : null;
