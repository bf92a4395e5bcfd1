/** The load's own process: sends events at a steady pace, each visitor's once, and says when each was accepted. */
export type PacedOrder = {
  port: number;
  authorization: string;
  visitors: number;
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
  const acceptedAtMs: number[] = Array.from({ length: order.visitors }, () => Number.NaN);
  const perTick = Math.round((order.perSecond * tickMs) / 1_000);
  const sent: Promise<void>[] = [];
  let refused = 0;
  const started = performance.now();
  for (let first = 0; first < order.visitors; first += perTick) {
    const dueMs = started + (first / perTick) * tickMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const visitors = Array.from({ length: Math.min(perTick, order.visitors - first) }, (_, n) => first + n);
    sent.push(
      send(order, visitors).then((accepted) => {
        if (!accepted) refused += 1;
        for (const visitor of visitors) acceptedAtMs[visitor] = Date.now();
      }),
    );
  }
  await Promise.all(sent);
  return { acceptedAtMs, refused, seconds: (performance.now() - started) / 1_000 };
}

async function send(order: PacedOrder, visitors: readonly number[]): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${order.port}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: order.authorization },
    body: JSON.stringify({ batch: visitors.map(pageOf), sentAt: new Date().toISOString() }),
  });
  await answer.arrayBuffer();
  return answer.ok;
}

/** Every second visitor reads the price, the others a guide. */
function pageOf(visitor: number) {
  const path = visitor % 2 === 0 ? '/pricing' : '/guides/first-steps';
  return {
    type: 'page',
    messageId: `standing-${visitor}-${Date.now()}`,
    anonymousId: `visitor-${visitor}`,
    timestamp: new Date().toISOString(),
    context: {
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
      page: { path, title: path, url: `https://www.holmwerk-invented.com${path}` },
    },
  };
}
