import { newUuid } from './event.ts';
import { readCookie, writeCookie } from './store.ts';

const anonymousName = 'liaison_aid';
const userName = 'liaison_uid';

/** Who the visitor is: kept in two cookies of the site's own, or only until the page is left where nothing may be. */
export function createVisitor(mayStore: () => boolean) {
  let userId = readCookie(userName);
  let anonymousId = readCookie(anonymousName);
  return {
    ids(): { anonymousId: string; userId?: string } {
      anonymousId ??= newUuid();
      // Again each time: a cookie that is used lives on.
      if (mayStore()) {
        writeCookie(anonymousName, anonymousId);
        if (userId) writeCookie(userName, userId);
      }
      return { anonymousId, ...(userId ? { userId } : {}) };
    },
    identify(id: string): void {
      userId = id;
    },
    forget(): void {
      anonymousId = userId = null;
      for (const name of [anonymousName, userName]) if (readCookie(name)) writeCookie(name, null);
    },
  };
}
