import { mix32, Random } from '../simulator/random.ts';
import { outlines } from './outlines.ts';
import { sentences } from './sentences.ts';

export type Figure = {
  kind: 'bars' | 'table';
  caption: string;
  unit: string;
  rows: readonly { label: string; value: number }[];
};
export type PaperPage = { heading: string; paragraphs: readonly string[]; figure: Figure | null };
export type Paper = { title: string; lead: string; pages: readonly PaperPage[] };

/** What a specification lists: the ratings of the meters. */
const ratings = [
  { label: 'Meter One, rated current (A)', value: 630 },
  { label: 'Meter Grid, circuits', value: 12 },
  { label: 'Accuracy class, in hundredths', value: 50 },
  { label: 'Supply voltage (V)', value: 400 },
  { label: 'Lowest temperature (°C below zero)', value: 25 },
  { label: 'Highest temperature (°C)', value: 60 },
  { label: 'Width on the rail (mm)', value: 72 },
  { label: 'Readings a minute', value: 60 },
] as const;

const rowLabels = {
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  machines: [
    'Furnace 1',
    'Furnace 2',
    'Compressor',
    'Chiller',
    'Paint shop',
    'Conveyor',
    'Saw',
    'Press 400 t',
  ],
};

/** What stands on each page of a document of the sample company; null: it is none. The same again is the same. */
export function paperOf(
  assetId: string,
  { title, pages, version }: { title: string; pages: number; version: number },
): Paper | null {
  const outline = outlines[assetId];
  if (outline === undefined) return null;
  return {
    title,
    lead: outline.lead,
    pages: Array.from({ length: pages }, (_, index): PaperPage => {
      const page = index + 1;
      const random = new Random(seedOf(assetId), page + 1_000 * version);
      const isTable = outline.tables?.includes(page) ?? false;
      const isChart = outline.charts?.includes(page) ?? false;
      const heading = outline.headings[index] ?? `Annex ${page - outline.headings.length}`;
      const figure = isTable || isChart ? figureOf(random, isTable ? 'table' : 'bars', heading) : null;
      const topic = outline.topics[index % outline.topics.length] ?? outline.topics[0];
      const own = shuffled(random, sentences[topic]);
      const other = shuffled(random, sentences[outline.topics[0]]).filter(
        (sentence) => !own.includes(sentence),
      );
      const first = index === 0 ? [outline.lead] : [];
      return {
        heading,
        figure,
        paragraphs: [
          ...first,
          own.slice(0, 3).join(' '),
          ...(figure === null
            ? [own.slice(3, 6).join(' '), [...own.slice(6, 8), ...other.slice(0, 1)].join(' ')]
            : []),
        ],
      };
    }),
  };
}

/** The words of a page as a reader of its text finds them, the heading first. */
export function textOfPage({ heading, paragraphs, figure }: PaperPage): string {
  const rows = figure?.rows.map(({ label, value }) => `${label} ${value} ${figure.unit}`.trim()) ?? [];
  return [heading, ...paragraphs, ...(figure ? [figure.caption, ...rows] : [])].join('\n');
}

function figureOf(random: Random, kind: Figure['kind'], heading: string): Figure {
  if (/specification|technical data|dimensions/i.test(heading)) {
    return { kind, caption: heading, unit: '', rows: ratings };
  }
  const labels = kind === 'bars' ? rowLabels.months : rowLabels.machines;
  const base = random.between(40, 220);
  return {
    kind,
    caption: `${heading}: ${kind === 'bars' ? 'load by month' : 'measured over a year'}`,
    unit: kind === 'bars' ? 'kW' : 'MWh',
    rows: labels.map((label) => ({ label, value: Math.round(base * (0.6 + 0.8 * random.next())) })),
  };
}

function shuffled(random: Random, list: readonly string[]): string[] {
  return list
    .map((text) => ({ text, at: random.next() }))
    .sort((left, right) => left.at - right.at)
    .map(({ text }) => text);
}

function seedOf(text: string): number {
  let seed = 0;
  for (const letter of text) seed = mix32(seed ^ (letter.codePointAt(0) ?? 0));
  return seed >>> 0;
}
