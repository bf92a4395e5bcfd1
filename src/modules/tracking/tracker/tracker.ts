import { type Fields, newUuid, pageContext, type TrackerEvent } from './event.ts';
import type { Options } from './options.ts';
import { isOptedOut } from './privacy.ts';
import { createSender } from './sender.ts';
import { readLocal, writeLocal } from './store.ts';
import { createVisitor } from './visitor.ts';
import { watch } from './watch.ts';

const consentName = 'liaison_consent';
const maxHeld = 100;

/** The `liaison` that pages call. */
export function createTracker(options: Options) {
  const optedOut = isOptedOut();
  /** Null: the visitor has yet to be asked; what happens is held until then. */
  let consent = optedOut ? false : firstConsent(options);
  const visitor = createVisitor(() => consent === true && !options.cookieless);
  let sender: ReturnType<typeof createSender> | null = null;
  let held: TrackerEvent[] = [];
  let here: Fields = {};
  let pageId = '';
  let address = '';

  function dispatch(event: TrackerEvent): void {
    if (consent === null) {
      held = [...held, event].slice(-maxHeld);
      return;
    }
    sender ??= createSender(options);
    sender.add(event);
  }

  function emit(type: TrackerEvent['type'], fields: Fields): void {
    if (consent === false) return;
    const messageId = newUuid();
    if (type === 'page') pageId = messageId;
    // As it is now: the page may change its object, and what is no JSON is said where it is said wrongly.
    const said: Fields = JSON.parse(JSON.stringify(fields));
    dispatch({
      type,
      messageId,
      timestamp: new Date().toISOString(),
      ...visitor.ids(),
      ...said,
      context: here,
    });
  }

  /** `Page Left` and all else belong to the page last said, wherever its address has gone since. */
  function openPage(fields: Fields): void {
    here = pageContext(address || document.referrer);
    address = location.href;
    emit('page', fields);
  }

  const liaison = {
    page(...said: unknown[]): void {
      const texts = said.filter((part): part is string => typeof part === 'string');
      const properties = said.find((part) => typeof part === 'object' && part !== null) ?? {};
      const [category, name] = texts.length > 1 ? texts : [undefined, texts[0]];
      openPage({ category, name, properties });
    },
    track(event: string, properties: Fields = {}): void {
      emit('track', { event, properties });
    },
    identify(who: string | number | Fields | null, traits: Fields = {}): void {
      const isId = typeof who === 'string' || typeof who === 'number';
      if (isId) visitor.identify(`${who}`);
      emit('identify', { traits: isId ? traits : (who ?? traits) });
    },
    group(groupId: string, traits: Fields = {}): void {
      emit('group', { groupId, traits });
    },
    alias(userId: string, previousId?: string): void {
      const previous = previousId ?? visitor.ids().anonymousId;
      visitor.identify(userId);
      emit('alias', { previousId: previous });
    },
    reset: (): void => visitor.forget(),
    consent(given: boolean): void {
      if (optedOut) return;
      consent = given;
      if (!options.cookieless) writeLocal(consentName, given ? '1' : '0');
      const waiting = held;
      held = [];
      if (given) {
        visitor.ids();
        waiting.forEach(dispatch);
      } else {
        sender?.forget();
        visitor.forget();
      }
    },
    anonymousId: (): string | null => (consent ? visitor.ids().anonymousId : null),
  };

  here = pageContext(document.referrer);
  if (optedOut) visitor.forget();
  else
    watch(options, {
      page: () => openPage({ properties: {} }),
      track: (event, properties) =>
        emit('track', { event, properties: { ...properties, ...(pageId && { page_message_id: pageId }) } }),
      hide: () => sender?.hide(),
      leave: () => sender?.leave(),
      comeBack: () => sender?.resume(),
    });
  return liaison;
}

function firstConsent(options: Options): boolean | null {
  const stored = options.cookieless ? null : readLocal(consentName);
  if (stored) return stored === '1';
  return options.asksConsent ? null : true;
}
