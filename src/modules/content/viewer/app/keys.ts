import type { DocumentView } from './document-view.ts';
import { button, make } from './dom.ts';

const linePx = 60;
const ofWindow = 0.9;

const printed: [keys: string, does: string][] = [
  ['↑ ↓', 'move a little'],
  ['Page Up, Page Down, Space', 'move by a window'],
  ['← →', 'the page before, the next page'],
  ['Home, End', 'the first page, the last page'],
  ['+ −', 'larger, smaller'],
  ['0', 'as wide as there is room'],
  ['/ or Ctrl+F', 'search'],
  ['?', 'this list'],
];

type Acts = {
  view(): DocumentView | null;
  stage: HTMLElement;
  search(): void;
  closeSearch(): boolean;
  said(page: number): void;
};

/** The keys, and the list of them. Single letters can be switched off: voice control types them by accident. */
export function listenToKeys(acts: Acts): { help: () => void } {
  const single = make('input', { type: 'checkbox', id: 'single', checked: true });
  const dialog = make(
    'dialog',
    { class: 'keys', 'aria-labelledby': 'keys-title' },
    make('h2', { id: 'keys-title' }, 'Keys'),
    make('dl', {}, ...printed.flatMap(([keys, does]) => [make('dt', {}, keys), make('dd', {}, does)])),
    make('p', {}, single, make('label', { for: 'single' }, 'Listen to single keys')),
    button('Close', {}, () => dialog.close()),
  );
  document.body.append(dialog);
  const help = () => dialog.showModal();

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || dialog.open || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && acts.view()) {
      event.preventDefault();
      acts.search();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && acts.closeSearch()) return event.preventDefault();
    if (isForControl(event)) return;
    const isSingle = event.key.length === 1 && event.key !== ' ';
    if (isSingle && !single.checked) return;
    if (event.key === '?') help();
    else if (!actOn(event, acts)) return;
    event.preventDefault();
  });
  return { help };
}

/** Keys that the control under them needs itself. */
function isForControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, select, textarea, video')) return true;
  return (key === ' ' || key === 'Enter') && target.closest('button, a') !== null;
}

function actOn({ key, shiftKey }: KeyboardEvent, acts: Acts): boolean {
  const { stage } = acts;
  const view = acts.view();
  const byWindow = stage.clientHeight * ofWindow;
  const moves: Record<string, number> = {
    ArrowDown: linePx,
    ArrowUp: -linePx,
    PageDown: byWindow,
    PageUp: -byWindow,
    ' ': shiftKey ? -byWindow : byWindow,
  };
  const move = moves[key];
  if (move !== undefined) {
    stage.scrollTop += move;
    return true;
  }
  if (!view) return false;
  const go = (page: number) => {
    view.go(page);
    acts.said(Math.min(Math.max(1, page), view.count));
  };
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft': {
      const by = key === 'ArrowRight' ? 1 : -1;
      if (stage.scrollWidth > stage.clientWidth + 1) stage.scrollLeft += by * linePx;
      else go(view.page + by);
      return true;
    }
    case 'Home':
      go(1);
      return true;
    case 'End':
      go(view.count);
      return true;
    case '+':
    case '=':
      view.zoomBy(1);
      return true;
    case '-':
      view.zoomBy(-1);
      return true;
    case '0':
      view.zoomTo('auto');
      return true;
    case '/':
      acts.search();
      return true;
    default:
      return false;
  }
}
