/** A visit ends when nothing is read for this long; GA4 and Segment take the same half hour. */
export const sessionGapMs = 30 * 60_000;

/** What a page must say to be put into a visit. */
export type SessionPage = { id: string; occurredAt: Date | string };

export type Session<Page> = {
  /** Who read; the same for every page of the session. */
  visitor: string;
  startAt: Date;
  endAt: Date;
  /** In the order they were read: the first is the landing page and says the session's channel. */
  pages: Page[];
};

/**
 * Puts pages into sessions: a visitor's pages belong together until more than 30 minutes pass between one and the
 * next. Neither midnight nor another campaign ends a session. Pages may come in any order, and of many visitors;
 * sessions come earliest first. The query queries/sessions.ts counts by the same rule.
 */
export function sessionsOf<Page extends SessionPage>(
  pages: readonly Page[],
  visitorOf: (page: Page) => string,
  gapMs: number = sessionGapMs,
): Session<Page>[] {
  const timed = pages.map((page) => ({ page, visitor: visitorOf(page), at: timeOf(page) }));
  timed.sort((a, b) => a.at - b.at || (a.page.id < b.page.id ? -1 : 1));
  const open = new Map<string, Session<Page>>();
  const sessions: Session<Page>[] = [];
  for (const { page, visitor, at } of timed) {
    const current = open.get(visitor);
    if (current && at - current.endAt.getTime() <= gapMs) {
      current.pages.push(page);
      current.endAt = new Date(at);
      continue;
    }
    const begun: Session<Page> = { visitor, startAt: new Date(at), endAt: new Date(at), pages: [page] };
    open.set(visitor, begun);
    sessions.push(begun);
  }
  return sessions;
}

function timeOf({ occurredAt }: SessionPage): number {
  return typeof occurredAt === 'string' ? Date.parse(occurredAt) : occurredAt.getTime();
}
