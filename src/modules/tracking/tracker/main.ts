import { readOptions } from './options.ts';
import { createTracker } from './tracker.ts';

declare global {
  interface Window {
    /** Until this script is there, a list of what the page asked for (see the snippet). */
    liaison?: { q?: [name: string, said: unknown[]][] };
  }
}

/** Starts the tracker of the snippet that loaded this, then does what the page asked for before it was there. */
function start(script: HTMLScriptElement): void {
  const options = readOptions(script);
  if (!options) {
    // biome-ignore lint/suspicious/noConsole: whoever pastes the snippet looks here.
    console.warn('liaison: the script needs its data-key.');
    return;
  }
  const early = window.liaison;
  if (early && !early.q) return;
  const liaison = createTracker(options);
  Object.assign(window, { liaison });
  for (const [name, said] of early?.q ?? []) {
    const call: unknown = Reflect.get(liaison, name);
    if (typeof call === 'function') call.apply(liaison, said);
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  // A page drawn ahead has not been visited yet.
  if ('prerendering' in document && document.prerendering)
    document.addEventListener('prerenderingchange', () => start(script), { once: true });
  else start(script);
}
