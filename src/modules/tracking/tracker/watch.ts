import { createEngagement } from './engagement.ts';
import type { Fields } from './event.ts';
import { readForm, watchForms } from './forms.ts';
import type { Options } from './options.ts';

// Pages that load nothing set their title a moment after their address.
const titleAfterMs = 100;

/** Pages, the time spent on them, forms and links, seen without the page's calling. */
export function watch(
  options: Options,
  tell: {
    page(): void;
    track(event: string, properties: Fields): void;
    hide(): void;
    leave(): void;
    comeBack(): void;
  },
): void {
  const engagement = createEngagement();
  let address = '';
  let settling: ReturnType<typeof setTimeout> | undefined;

  function sayEngaged(): void {
    const seconds = engagement.take();
    if (seconds) tell.track('Page Left', { engaged_seconds: seconds });
  }
  function sayPage(): void {
    clearTimeout(settling);
    settling = undefined;
    address = pageAddress();
    tell.page();
  }
  function moved(): void {
    if (settling !== undefined || pageAddress() === address) return;
    sayEngaged();
    settling = setTimeout(sayPage, titleAfterMs);
  }
  function settle(): void {
    if (settling !== undefined) sayPage();
    sayEngaged();
    engagement.hidden();
  }

  if (options.automatic) {
    sayPage();
    const { pushState } = history;
    history.pushState = function (...said) {
      pushState.apply(this, said);
      moved();
    };
    addEventListener('popstate', moved);
    addEventListener('pageshow', ({ persisted }) => persisted && sayPage());
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      settle();
      tell.hide();
    } else {
      engagement.shown();
      tell.comeBack();
    }
  });
  // Comes before the tab is said to be hidden.
  addEventListener('pagehide', () => {
    settle();
    tell.leave();
  });
  addEventListener('online', tell.comeBack);
  watchForms(options.forms, (form) => {
    const name = form.dataset.liaisonForm || form.getAttribute('name') || form.id;
    tell.track('Form Submitted', { form: name, ...readForm(form) });
  });
  addEventListener('click', ({ target }) => sayLink(target, tell.track), true);
}

function pageAddress(): string {
  return location.href.replace(/#.*/, '');
}

function sayLink(target: EventTarget | null, track: (event: string, properties: Fields) => void): void {
  const link = target instanceof Element ? target.closest('[data-liaison-link]') : null;
  if (!link) return;
  const name = link.getAttribute('data-liaison-link') || link.textContent.trim().slice(0, 100);
  track('Link Clicked', { link: name, href: link.getAttribute('href') });
}
