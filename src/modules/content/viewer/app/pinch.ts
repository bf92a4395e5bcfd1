import type { DocumentView } from './document-view.ts';
import { zoomWithin } from './zoom.ts';

const perWheelStep = 0.01;

/** Two fingers, or Ctrl and the wheel, which is what a touchpad makes of two fingers. */
export function listenToPinch(stage: HTMLElement, view: () => DocumentView | null): void {
  let held: { apart: number; percent: number } | null = null;
  const middleOf = ({ x, y }: { x: number; y: number }) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const ofTouches = (touches: TouchList) => {
    const [a, b] = [touches[0], touches[1]];
    if (!a || !b) return null;
    const middle = middleOf({ x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 });
    return { apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), middle };
  };
  stage.addEventListener(
    'touchstart',
    ({ touches }) => {
      const two = touches.length === 2 ? ofTouches(touches) : null;
      const shown = view();
      held = two && shown ? { apart: two.apart, percent: shown.percent() } : null;
    },
    { passive: true },
  );
  stage.addEventListener(
    'touchmove',
    (event) => {
      const two = held && ofTouches(event.touches);
      if (!held || !two) return;
      event.preventDefault();
      view()?.zoomTo(zoomWithin((held.percent * two.apart) / Math.max(1, held.apart)), two.middle);
    },
    { passive: false },
  );
  stage.addEventListener('touchend', () => {
    held = null;
  });
  stage.addEventListener(
    'wheel',
    (event) => {
      const shown = view();
      if (!event.ctrlKey || !shown) return;
      event.preventDefault();
      const percent = shown.percent() * Math.exp(-event.deltaY * perWheelStep);
      shown.zoomTo(zoomWithin(percent), middleOf(event));
    },
    { passive: false },
  );
}
