import { pricedVisit } from './visits.ts';

/**
 * The load's own process: sends events at a steady pace, one visitor after another and all of them again, and says when
 * each was accepted, by `visitor * visits + visit`.
 */
export type PacedOrder = {
  port: number;
  authorization: string;
  visitors: number;
  visits: number;
  perSecond: number;
};
export type PacedResult = { acceptedAtMs: number[]; refused: number; seconds: number };

const tickMs = 50;

process.on('message', (order: PacedOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run(order: PacedOrder): Promise<PacedResult> {
  const events = order.visitors * order.visits;
  const acceptedAtMs: number[] = Array.from({ length: events }, () => Number.NaN);
  const perTick = Math.round((order.perSecond * tickMs) / 1_000);
  const sent: Promise<void>[] = [];
  let refused = 0;
  const started = performance.now();
  for (let first = 0; first < events; first += perTick) {
    const dueMs = started + (first / perTick) * tickMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const batch = Array.from({ length: Math.min(perTick, events - first) }, (_, n) => ({
      visitor: (first + n) % order.visitors,
      visit: Math.floor((first + n) / order.visitors),
    }));
    sent.push(
      send(order, batch).then((accepted) => {
        if (!accepted) refused += 1;
        for (const { visitor, visit } of batch) acceptedAtMs[visitor * order.visits + visit] = Date.now();
      }),
    );
  }
  await Promise.all(sent);
  return { acceptedAtMs, refused, seconds: (performance.now() - started) / 1_000 };
}

type Visit = { visitor: number; visit: number };

async function send(order: PacedOrder, batch: readonly Visit[]): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${order.port}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: order.authorization },
    body: JSON.stringify({
      batch: batch.map((visit) => pageOf(visit, order.visits)),
      sentAt: new Date().toISOString(),
    }),
  });
  await answer.arrayBuffer();
  return answer.ok;
}

function pageOf({ visitor, visit }: Visit, visits: number) {
  const path = pricedVisit(visitor, visits) === visit ? '/pricing' : '/guides/first-steps';
  return {
    type: 'page',
    messageId: `standing-${visitor}-${visit}-${Date.now()}`,
    anonymousId: `visitor-${visitor}`,
    timestamp: new Date().toISOString(),
    context: {
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
      page: { path, title: path, url: `https://www.holmwerk-invented.com${path}` },
    },
  };
}
