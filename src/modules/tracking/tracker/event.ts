export type Fields = Record<string, unknown>;

/** An event as Segment's HTTP API takes it. */
export type TrackerEvent = Fields & {
  type: 'page' | 'identify' | 'track' | 'group' | 'alias';
  messageId: string;
  timestamp: string;
  context: Fields;
};

/** Version 4; pages without HTTPS have no crypto.randomUUID. */
export function newUuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (
      Number(digit) ^
      ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) & (15 >> (Number(digit) / 4)))
    ).toString(16),
  );
}

/** The page as it is now; `referrer` is the page before, also where the site changes pages without loading. */
export function pageContext(referrer: string): Fields {
  const { origin, pathname, search } = location;
  const campaign: Fields = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const part = /^utm_(\w+)$/.exec(name)?.[1];
    if (part) campaign[part === 'campaign' ? 'name' : part] = value;
  }
  return {
    page: { url: origin + pathname + search, path: pathname, search, title: document.title, referrer },
    ...(Object.keys(campaign).length ? { campaign } : {}),
  };
}

/** What holds for all events of a page load; sent once a batch. */
export function browserContext(): Fields {
  return {
    library: { name: 'liaison.js', version: '1' },
    userAgent: navigator.userAgent,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
    ...(navigator.webdriver ? { automated: true } : {}),
  };
}
