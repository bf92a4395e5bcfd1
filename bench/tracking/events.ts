import { randomUUID } from 'node:crypto';

/** What a tracker of a mid-sized site sends: page views mostly, five in a hundred say who it is. */
function makeEvent(n: number, visitors: number): object {
  const visitor = (n * 7_919) % visitors;
  const common = {
    messageId: `ajs-next-${Date.now()}-${randomUUID()}`,
    anonymousId: `visitor-${visitor}-6f1c2c1e`,
    timestamp: new Date().toISOString(),
    context: {
      library: { name: 'analytics.js', version: 'next-1.84.3' },
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
      page: {
        path: `/guides/${n % 200}`,
        referrer: n % 3 === 0 ? 'https://www.google.com/' : '',
        search: '',
        title: `Guide ${n % 200} · Holmwerk`,
        url: `https://www.holmwerk-invented.com/guides/${n % 200}`,
      },
    },
  };
  if (n % 20 === 0) {
    return {
      ...common,
      type: 'identify',
      userId: `user-${visitor}`,
      traits: { email: `person${visitor}@company${visitor % 500}-invented.com`, plan: 'trial' },
    };
  }
  if (n % 4 === 0) {
    return {
      ...common,
      type: 'track',
      event: 'Video Played',
      properties: { video: `v${n % 50}`, seconds: n % 300, autoplay: false },
    };
  }
  return {
    ...common,
    type: 'page',
    name: `Guide ${n % 200}`,
    properties: { ...common.context.page, category: 'guides' },
  };
}

/** Bodies of requests with so many events each, of which a tenth came before: in a batch its first tenth, else every tenth request. */
export function* makeBodies(of: { events: number; perRequest: number; visitors: number }): Generator<string> {
  let before: string[] = [];
  let made = 0;
  for (let request = 0; made < of.events; request += 1) {
    const repeats =
      of.perRequest === 1 ? (request % 10 === 9 ? before : []) : before.slice(0, of.perRequest / 10);
    const events = [...repeats];
    while (events.length < of.perRequest)
      events.push(JSON.stringify(makeEvent(made + events.length, of.visitors)));
    made += events.length;
    before = events.slice(-Math.max(1, Math.ceil(of.perRequest / 10)));
    yield `{"batch":[${events.join(',')}],"sentAt":"${new Date().toISOString()}"}`;
  }
}
