// PostgreSQL's text takes neither NUL nor lone surrogates.
const nul = /\0/g;

/** Text as the database can hold it: no NUL, no broken characters, at most so many characters. */
export function cleanText(text: string, maxLength: number): string {
  const clean = text.replace(nul, '').toWellFormed();
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength).toWellFormed()}…`;
}

/** One line of it. */
export function cleanLine(text: string, maxLength: number): string {
  return cleanText(text.replace(/\s+/g, ' ').trim(), maxLength);
}
