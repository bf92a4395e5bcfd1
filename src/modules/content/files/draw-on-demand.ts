import { AppError } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import type { DrawnPage } from './child/messages.ts';
import { DocumentReader, drawBlankPage, reasonOf } from './document-reader.ts';
import type { PictureWidth } from './keys.ts';
import { storePage } from './store-page.ts';
import type { TextLayer } from './text-layer.ts';
import { findVersion } from './versions.ts';

type Wanted = { workspaceId: string; versionId: string; page: number; width: PictureWidth };
export type Demanded = { bytes: Uint8Array; text: TextLayer };

/** Pages that readers may wait for at a time; each is drawn in less than a second. */
const mostWaiting = 40;
/** Who asks for a page asks for the next one soon: the document stays open so long. */
const idleMs = 20_000;

type Open = { versionId: string; reader: DocumentReader; idle: NodeJS.Timeout };

/** Draws one page after the other for readers who are ahead of the background, in a child of its own. */
class Desk {
  readonly #waiting = new Map<string, Promise<Demanded | null>>();
  #last: Promise<unknown> = Promise.resolve();
  #open: Open | null = null;

  draw(services: Services, wanted: Wanted): Promise<Demanded | null> {
    const name = `${wanted.versionId}/${wanted.page}/${wanted.width}`;
    const waiting = this.#waiting.get(name);
    if (waiting) return waiting;
    if (this.#waiting.size >= mostWaiting) {
      return Promise.reject(
        new AppError(
          'unavailable',
          'Many pages are being drawn at this moment. Please try again in a moment.',
        ),
      );
    }
    const drawn = this.#last
      .then(() => this.#drawNow(services, wanted))
      .finally(() => this.#waiting.delete(name));
    this.#waiting.set(name, drawn);
    this.#last = drawn.catch(() => undefined);
    return drawn;
  }

  async #drawNow(services: Services, wanted: Wanted): Promise<Demanded | null> {
    const version = await findVersion(services, wanted.versionId);
    if (version?.workspaceId !== wanted.workspaceId || version.state !== 'ready') return null;
    const isDocument = version.format === 'pdf' || version.format === 'slides';
    if (!isDocument || version.fileKey === null || wanted.page > (version.pageCount ?? 0)) return null;
    const drawn = await this.#drawPage(services, { ...wanted, key: version.fileKey });
    await storePage(services, { ...wanted, drawn });
    const [picture] = drawn.pictures;
    return picture ? { bytes: picture.bytes, text: drawn.text } : null;
  }

  async #drawPage(services: Services, options: Wanted & { key: string }): Promise<DrawnPage> {
    const { page, width } = options;
    try {
      const reader = await this.#readerOf(services, options);
      return await reader.draw({ page, widths: [width], thumbnail: page === 1 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      services.log.warn({ versionId: options.versionId, page, why }, 'a page could not be drawn');
      // What the store or the machine failed at may go well the next time.
      if (reasonOf(error) === null) throw error;
      const size = this.#open?.reader.pages[page - 1] ?? { width: 595, height: 842 };
      return drawBlankPage({ size, widths: [width] });
    }
  }

  async #readerOf(
    services: Services,
    { versionId, key }: { versionId: string; key: string },
  ): Promise<DocumentReader> {
    if (this.#open?.versionId !== versionId) {
      await this.#close();
      const reader = await DocumentReader.open({ files: services.files, key, niceness: 0 });
      const idle = setTimeout(() => {
        this.#last = this.#last.then(() => this.#close()).catch(() => undefined);
      }, idleMs);
      idle.unref();
      this.#open = { versionId, reader, idle };
    }
    this.#open.idle.refresh();
    return this.#open.reader;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    clearTimeout(open.idle);
    await open.reader.close();
  }
}

const desks = new WeakMap<object, Desk>();

/** Null where there is no such page. Throws an AppError where too many wait already. */
export function drawOnDemand(services: Services, wanted: Wanted): Promise<Demanded | null> {
  if (!Number.isSafeInteger(wanted.page) || wanted.page < 1) return Promise.resolve(null);
  const desk = desks.get(services.files) ?? new Desk();
  desks.set(services.files, desk);
  return desk.draw(services, wanted);
}
