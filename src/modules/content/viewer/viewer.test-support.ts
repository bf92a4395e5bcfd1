import { Hono } from 'hono';
import sharp from 'sharp';
import type { TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { originalKey, pictureKey, textKey } from '../files/index.ts';
import { makeShelf } from '../links/links.test-support.ts';
import type { ReaderModel } from './reader-model.ts';
import { registerViewerRoutes } from './routes.ts';

export const filmBytes = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
export const paperBytes = Buffer.from('%PDF-1.7 of which nobody sees a byte but who downloads it');

/** A workspace with a paper of three pages, a film and the address of a page elsewhere, all ready to be read. */
export async function makeReadingRoom(services: TestServices) {
  const shelf = await makeShelf(services);
  const { workspaceId, within } = shelf;
  const add = async (of: {
    title: string;
    format: string;
    pageCount: number;
    mediaType?: string;
    fileName?: string;
    bytes?: Buffer;
    url?: string;
  }) => {
    const [assetId, versionId, now] = [newId(), newId(), services.now()];
    const key = originalKey({ workspaceId, versionId });
    if (of.bytes) await services.files.put(key, of.bytes);
    await within(async (tx) => {
      await tx.run(
        sql`insert into asset (id, workspace_id, title) values (${assetId}, ${workspaceId}, ${of.title})`,
      );
      await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, url, file_key, file_name,
          media_type, file_bytes, page_count, duration_ms, created_by, created_at, ready_at)
        values (${versionId}, ${workspaceId}, ${assetId}, 1, ${of.format}, 'ready', ${of.url ?? null},
          ${of.bytes ? key : null}, ${of.fileName ?? null}, ${of.mediaType ?? null}, ${of.bytes?.length ?? null},
          ${of.pageCount}, ${of.format === 'video' ? 20_000 : null}, 'test', ${now}, ${now})`);
      await tx.run(sql`update asset set current_version_id = ${versionId} where id = ${assetId}`);
    });
    return { assetId, versionId };
  };
  const paper = async (title = 'Retrofit guide', fileName = 'retrofit guide.pdf') => {
    const pdf = {
      title,
      format: 'pdf',
      pageCount: 3,
      mediaType: 'application/pdf',
      fileName,
      bytes: paperBytes,
    };
    const made = await add(pdf);
    for (const page of [1, 2, 3]) {
      await within((tx) =>
        tx.run(sql`insert into asset_page (workspace_id, version_id, number, width, height, text)
          values (${workspaceId}, ${made.versionId}, ${page}, 595, 842, ${`page ${page}`})`),
      );
      const of = { workspaceId, versionId: made.versionId, page };
      const create = { width: 1_100, height: 1_557, channels: 3, background: '#fff' } as const;
      const picture = await sharp({ create }).webp().toBuffer();
      for (const width of [1_100, 2_200] as const)
        await services.files.put(pictureKey({ ...of, width }), picture);
      const runs = [{ x: 50, y: 50, w: 100, h: 12, text: `page ${page}` }];
      await services.files.put(textKey(of), JSON.stringify({ width: 595, height: 842, runs }));
    }
    return made;
  };
  return {
    ...shelf,
    paper,
    film: () =>
      add({
        title: 'Webinar',
        format: 'video',
        pageCount: 2,
        mediaType: 'video/mp4',
        fileName: 'w.mp4',
        bytes: filmBytes,
      }),
    page: (url: string) => add({ title: 'Prices', format: 'page', pageCount: 1, url }),
  };
}
export type ReadingRoom = Awaited<ReturnType<typeof makeReadingRoom>>;

/** A browser as far as the door sees it: it keeps cookies and follows nothing by itself. */
export function openDoor(services: Services) {
  const app = new Hono();
  registerViewerRoutes(app, { services });
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await app.request(path, { ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  return {
    ask,
    answer: (slug: string, fields: Record<string, string>) =>
      ask(`/v/${slug}`, { method: 'POST', body: new URLSearchParams(fields) }),
    /** What the reading page is told. */
    read: async (slug: string): Promise<ReaderModel> => {
      const answer = await ask(`/v/${slug}`);
      const page = await answer.text();
      const model = /<script type="application\/json" id="model">(.*?)<\/script>/s.exec(page)?.[1];
      if (answer.status !== 200 || !model) throw new Error(`not the reading page: ${answer.status} ${page}`);
      return JSON.parse(model);
    },
  };
}

/** Every row of every table, as one sum for each. */
export async function sumsOfTables(services: Services): Promise<Record<string, string>> {
  const { rows } = await services.database.pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'pgboss') order by 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of rows) {
    const text = `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as sum from ${name} t`;
    sums[name] = (await services.database.pool.query<{ sum: string }>(text)).rows[0]?.sum ?? '';
  }
  return sums;
}
