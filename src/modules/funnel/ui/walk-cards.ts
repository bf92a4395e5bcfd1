import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, { lanes: number; cards: number }>> = {
  ArrowUp: { lanes: 0, cards: -1 },
  ArrowDown: { lanes: 0, cards: 1 },
  ArrowLeft: { lanes: -1, cards: 0 },
  ArrowRight: { lanes: 1, cards: 0 },
};

const cardsOf = (lane: Element | undefined): HTMLElement[] => [
  ...(lane?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
];

/** The arrow keys walk through the cards of a lane and across the lanes; empty lanes are passed over. */
export function walkCards(event: KeyboardEvent, board: HTMLElement | null): void {
  const step = steps[event.key];
  const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-card]') : null;
  if (!step || !card || !board) return;
  const lanes = [...board.querySelectorAll('[data-lane]')];
  let laneIndex = lanes.findIndex((lane) => lane.contains(card));
  let place = cardsOf(lanes[laneIndex]).indexOf(card) + step.cards;
  if (step.lanes !== 0) {
    do laneIndex += step.lanes;
    while (laneIndex >= 0 && laneIndex < lanes.length && cardsOf(lanes[laneIndex]).length === 0);
    place = Math.min(place, cardsOf(lanes[laneIndex]).length - 1);
  }
  const target = cardsOf(lanes[laneIndex])[place];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
