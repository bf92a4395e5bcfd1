import { fieldOf, textField } from './fields.ts';
import { adminToken } from './program-process.ts';

/** The program's API as a script would use it. */
export class Api {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  put(path: string, body: FormData): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminToken}` },
      body,
    });
  }

  ask(path: string): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, { headers: { authorization: `Bearer ${adminToken}` } });
  }

  async get(path: string): Promise<unknown> {
    const answer = await this.ask(path);
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** All items of a list. */
  async all(path: string): Promise<unknown[]> {
    const items: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await this.get(
        `${path}?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      const found = fieldOf(page, 'items');
      if (!Array.isArray(found)) throw new Error(`GET ${path} is no list`);
      items.push(...found);
      cursor = fieldOf(page, 'nextCursor') === null ? null : textField(page, 'nextCursor');
    }
    return items;
  }
}
