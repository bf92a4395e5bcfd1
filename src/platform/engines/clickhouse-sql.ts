/**
 * Just enough reading of ClickHouse SQL to know where a statement's output or input format stands.
 * Pure; the engine itself parses and judges the statement.
 */

export type Statement =
  /** Gives rows: an `INTO OUTFILE` clause may stand between `head` and `tail`. */
  | { kind: 'rows'; head: string; tail: string; format: string | null }
  /** Takes rows: `head FROM INFILE … settings FORMAT format`; `data` is what followed in the text. */
  | { kind: 'insert'; head: string; settings: string; format: string; data: string }
  | { kind: 'command'; text: string };

/** The statement cannot be run as it stands; `code` and `name` are ClickHouse's own. */
export class StatementRefused extends Error {
  readonly code: number;
  readonly errorName: string;

  constructor(code: number, errorName: string, message: string) {
    super(message);
    this.name = 'StatementRefused';
    this.code = code;
    this.errorName = errorName;
  }
}

type Token = { text: string; start: number; end: number; depth: number };

const GIVES_ROWS = new Set(['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', 'FROM', '(']);
// Everything that may hold a word or a bracket without meaning it, then words, then single marks.
const TOKEN =
  /\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\]+|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]+|\\[\s\S]|"")*(?:"|$)|`(?:[^`\\]+|\\[\s\S]|``)*(?:`|$)|\$([A-Za-z0-9_]*)\$[\s\S]*?\$\1\$|[A-Za-z_][A-Za-z0-9_]*|\d[\w.]*|[\s\S]/gy;

/**
 * Reads one statement.
 * @throws StatementRefused when there is none, more than one, or one that names a file of its own.
 */
export function parseStatement(sql: string): Statement {
  const tokens = tokenise(sql);
  const first = (tokens[0]?.text ?? '').toUpperCase();
  if (first === '') throw new StatementRefused(62, 'SYNTAX_ERROR', 'Empty query');
  if (first === 'INSERT') {
    const insert = readInsert(sql, tokens);
    if (insert !== null) return insert;
  }
  const end = endOfStatement(tokens, sql.length);
  const inside = tokens.filter((token) => token.start < end);
  const isInsertSelect =
    first !== 'INSERT' && inside.some((token) => token.depth === 0 && is(token, 'INSERT'));
  if (first === 'INSERT' || isInsertSelect || !GIVES_ROWS.has(first)) {
    return { kind: 'command', text: sql.slice(0, end) };
  }
  refuseOutfile(inside);
  return readRows(sql.slice(0, end), inside);
}

function is(token: Token | undefined, word: string): boolean {
  return token !== undefined && token.text.toUpperCase() === word;
}

function tokenise(sql: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const text = match[0];
    if (/^(?:\s|--|#[ !]|\/\*)/.test(text)) continue;
    if (text === ')' || text === ']' || text === '}') depth -= 1;
    const token = { text, start: match.index, end: match.index + text.length, depth };
    tokens.push(token);
    if (text === '(' || text === '[' || text === '{') depth += 1;
    // What follows an insert's format is data, to be left alone.
    if (depth === 0 && beginsData(tokens)) break;
  }
  return tokens;
}

function beginsData(tokens: Token[]): boolean {
  if (!is(tokens[0], 'INSERT') || tokens.length < 3) return false;
  const last = tokens.at(-1);
  if (tokens.some((token) => token.depth === 0 && (is(token, 'SELECT') || is(token, 'WITH')))) return false;
  if (is(last, 'VALUES')) return !is(tokens.at(-2), 'FORMAT') && !is(tokens.at(-2), 'INTO');
  return is(tokens.at(-2), 'FORMAT') && !is(tokens.at(-3), 'INTO') && /^[A-Za-z]/.test(last?.text ?? '');
}

function readInsert(sql: string, tokens: Token[]): Statement | null {
  if (!beginsData(tokens)) return null;
  const last = tokens.at(-1);
  if (last === undefined) return null;
  const isValues = is(last, 'VALUES');
  const marker = isValues ? last : tokens.at(-2);
  if (marker === undefined) return null;
  refuseOutfile(tokens);
  const settings = tokens.find((token) => token.depth === 0 && is(token, 'SETTINGS'));
  const headEnd = settings?.start ?? marker.start;
  return {
    kind: 'insert',
    head: sql.slice(0, headEnd),
    settings: sql.slice(headEnd, marker.start),
    format: isValues ? 'Values' : last.text,
    data: sql.slice(last.end).trimStart(),
  };
}

function endOfStatement(tokens: Token[], length: number): number {
  const index = tokens.findIndex((token) => token.text === ';');
  const semicolon = tokens[index];
  if (semicolon === undefined) return length;
  if (tokens.slice(index).some((token) => token.text !== ';')) {
    throw new StatementRefused(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)');
  }
  return semicolon.start;
}

/** Files belong to the launcher: with a server behind the same URL, such a clause would mean nothing. */
function refuseOutfile(tokens: Token[]): void {
  const names = tokens.some(
    (token, index) =>
      (is(token, 'INTO') && is(tokens[index + 1], 'OUTFILE')) ||
      (is(token, 'FROM') && is(tokens[index + 1], 'INFILE')),
  );
  if (names)
    throw new StatementRefused(
      48,
      'NOT_IMPLEMENTED',
      'INTO OUTFILE and FROM INFILE are not allowed over HTTP',
    );
}

function readRows(sql: string, tokens: Token[]): Statement {
  for (let index = tokens.length - 2; index > 0; index -= 1) {
    const token = tokens[index];
    const name = tokens[index + 1];
    const after = tokens[index + 2];
    if (token === undefined || name === undefined || token.depth !== 0 || !is(token, 'FORMAT')) continue;
    const closes = after === undefined || is(after, 'SETTINGS');
    if (!closes || !/^[A-Za-z]\w*$/.test(name.text) || is(name, 'ASC') || is(name, 'DESC')) continue;
    return { kind: 'rows', head: sql.slice(0, token.start), tail: sql.slice(token.start), format: name.text };
  }
  return { kind: 'rows', head: sql, tail: '', format: null };
}

/** A string literal of ClickHouse SQL. */
export function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** An identifier of ClickHouse SQL. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
