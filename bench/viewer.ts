import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { adminToken, descendants, startProgramProcess } from '../test/faults/program-process.ts';
import { type Shelf, sharePieces, uploadPiece } from '../test/support/share-content.ts';
import { benchSizes, makePhotoPdf } from './support/make-pdf.ts';

/**
 * How soon a reader sees the first page of a large document on a slow connection, how many bytes that takes, how long a
 * jump into the middle takes, and what memory the server holds meanwhile. Beside it, the time in which the whole file
 * would have come over the same line.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '5,50,120' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const sizes = benchSizes.filter(({ megabytes }) => values.sizes.split(',').includes(String(megabytes)));
const lines = [1.6, 10];
const latencyMs = 50;
const uploadWithinMs = 900_000;

type Round = { firstMs: number; firstBytes: number; jumpMs: number };

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Resolves when a page's picture is decoded and drawn. */
function drawn(page: Page, number: number): Promise<number> {
  return page.evaluate(
    (at) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const picture = document
            .querySelectorAll('.page')
            [at - 1]?.querySelector<HTMLImageElement>('img.picture');
          if (!picture?.complete || picture.naturalWidth === 0) return void requestAnimationFrame(look);
          void picture.decode().then(() => requestAnimationFrame(() => resolve(performance.now())));
        };
        look();
      }),
    number,
  );
}

async function read(browser: Browser, of: { url: string; pages: number; mbits: number }): Promise<Round> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.responseReceived', ({ response }) => {
    bytes += response.encodedDataLength;
  });
  await session.send('Network.enable');
  const throughput = (of.mbits * 1_000_000) / 8;
  const line = {
    offline: false,
    latency: latencyMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  };
  await session.send('Network.emulateNetworkConditions', line);
  await page.goto(of.url, { waitUntil: 'commit' });
  // By the page's own clock, which begins when its address is opened.
  const firstMs = await drawn(page, 1);
  const firstBytes = bytes;
  const number = Math.min(100, of.pages);
  const box = page.getByLabel('Page', { exact: true });
  await box.fill(String(number));
  const from = await page.evaluate(() => performance.now());
  await box.press('Enter');
  const jumpMs = (await drawn(page, number)) - from;
  await context.close();
  return { firstMs, firstBytes, jumpMs };
}

async function memoryMb(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1_024;
}

async function measure(browser: Browser, shelf: Shelf, pid: number): Promise<void> {
  for (const size of sizes) {
    const { bytes, pages } = await makePhotoPdf(size);
    const megabytes = bytes.length / 1_000_000;
    const startedAt = performance.now();
    const title = `Report of ${size.megabytes} MB`;
    const assetId = await uploadPiece(shelf, { name: 'report.pdf', title, bytes, withinMs: uploadWithinMs });
    const readableMs = performance.now() - startedAt;
    const path = await sharePieces(shelf, { assetIds: [assetId], title });
    console.log(
      `${size.megabytes} MB, ${pages} pages: to be read ${(readableMs / 1_000).toFixed(1)} s after its upload began`,
    );
    for (const mbits of lines) {
      const all: Round[] = [];
      for (let round = 0; round < rounds; round += 1)
        all.push(await read(browser, { url: shelf.url + path, pages, mbits }));
      const of = (name: keyof Round) => median(all.map((one) => one[name]));
      console.log(
        `  ${mbits} Mbit/s: first page ${(of('firstMs') / 1_000).toFixed(2)} s, ${Math.round(of('firstBytes') / 1_000)} kB moved; ` +
          `page ${Math.min(100, pages)} ${(of('jumpMs') / 1_000).toFixed(2)} s after the jump; ` +
          `the whole file would take ${((megabytes * 8) / mbits).toFixed(1)} s`,
      );
    }
    const held = await Promise.all([pid, ...(await descendants(pid))].map(memoryMb));
    console.log(
      `  memory: the server ${Math.round(held[0] ?? 0)} MB, with its engines ${Math.round(held.reduce((sum, mb) => sum + mb, 0))} MB`,
    );
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-viewer-'));
const program = await startProgramProcess({ dataDir, withinMs: 120_000 });
const executablePath = process.env.LIAISON_TEST_BROWSER ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  console.log(
    `load average at the start ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds each, medians, ${latencyMs} ms latency`,
  );
  await measure(browser, { url: program.url, token: adminToken }, program.pid);
  console.log(`load average at the end ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await browser.close();
  await program.terminate();
  await rm(dataDir, { recursive: true, force: true });
}
