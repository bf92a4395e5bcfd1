export type Run = { x: number; y: number; w: number; h: number; text: string };
export type TextLayer = { width: number; height: number; runs: Run[] };

// A page just opened whose parts are refused would otherwise load itself again and again.
const youngMs = 10_000;

/** What the page asks the server for. Refused because the link is no more, or the ticket, the page is loaded again. */
export class Parts {
  readonly base: string;
  readonly #texts = new Map<string, Promise<TextLayer | null>>();
  #reloading = false;

  constructor(base: string) {
    this.base = base;
  }

  picture(assetId: string, page: number, width: number): string {
    return `${this.base}/p/${assetId}/${page}-${width}.webp`;
  }

  /** A page's words; null where they cannot be had. Kept, for searching asks again. */
  text(assetId: string, page: number): Promise<TextLayer | null> {
    const key = `${assetId}/${page}`;
    const known = this.#texts.get(key);
    if (known) return known;
    const asked = this.#fetchText(key).catch(() => {
      this.#texts.delete(key);
      return null;
    });
    this.#texts.set(key, asked);
    return asked;
  }

  async #fetchText(key: string): Promise<TextLayer | null> {
    const answer = await fetch(`${this.base}/t/${key}.json`, { credentials: 'omit' });
    if (this.heard(answer.status) && answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  /** False where the answer says that nothing more is to be had with this ticket. */
  heard(status: number): boolean {
    if (status !== 403 && status !== 410) return true;
    if (!this.#reloading && performance.now() > youngMs) {
      this.#reloading = true;
      location.reload();
    }
    return false;
  }

  /** A picture says nothing of why it failed. */
  async askWhy(url: string): Promise<void> {
    const answer = await fetch(url, { method: 'HEAD', credentials: 'omit' }).catch(() => null);
    if (answer) this.heard(answer.status);
  }
}
