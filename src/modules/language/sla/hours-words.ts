/** "within 4 business hours". */
export const responseHoursWords = (hours: number): string =>
  `within ${hours} business ${hours === 1 ? 'hour' : 'hours'}`;
