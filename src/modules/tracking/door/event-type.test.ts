import { expect, test } from 'vitest';
import { eventTypeOf } from './event-type.ts';

test('an event is of one type however its name is written', () => {
  for (const name of ['Form Submitted', 'formSubmitted', 'form-submitted', ' form  submitted! '])
    expect(eventTypeOf(name)).toBe('form_submitted');
  expect(eventTypeOf('Größe gewählt')).toBe('größe_gewählt');
  expect(eventTypeOf('!!!')).toBe('event');
});

test('no event takes a name that means something in the log', () => {
  expect(eventTypeOf('Withdrawn')).toBe('withdrawn_event');
});
