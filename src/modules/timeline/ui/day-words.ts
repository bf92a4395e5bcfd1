import { formatDate } from '../../../web/parts/when.tsx';

/** A day without a time is that day wherever the reader is. */
export const dayWords = (day: string): string => formatDate(new Date(`${day}T12:00:00`));

/** Whether a day is over where the reader is. */
export const isPast = (day: string): boolean => Date.parse(`${day}T23:59:59`) < Date.now();
