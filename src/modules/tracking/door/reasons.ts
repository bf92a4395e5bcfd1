/** Why an event could not be taken: what is wrong, and what whoever looks after the tracking can do. */
export const reasons = {
  malformed_json: {
    title: 'The request is not JSON',
    advice: 'Look at what sends it; correct the text and replay it.',
  },
  malformed_batch: {
    title: 'The request is not a batch of events',
    advice: 'A batch is an object with an array called batch.',
  },
  not_an_object: {
    title: 'An event is not an object',
    advice: 'Look at what sends it: something else than an event stands in the batch.',
  },
  unknown_type: {
    title: 'The type of call is not known',
    advice: 'Events are of type identify, track, page, screen, group or alias.',
  },
  event_too_large: {
    title: 'An event is larger than 32 KB',
    advice: 'Send less with it: long texts and whole documents belong elsewhere.',
  },
  too_deep: {
    title: 'An event is nested too deeply',
    advice: 'Flatten its properties: 64 levels are the most.',
  },
  nul_character: {
    title: 'A text holds the NUL character',
    advice: 'Take \\u0000 out of the event and replay it.',
  },
  lone_surrogate: {
    title: 'A text holds half of a character',
    advice: 'A text was cut within an emoji or the like; correct it and replay it.',
  },
  invalid_utf8: { title: 'A text is not UTF-8', advice: 'Let the sender encode its events as UTF-8.' },
  forbidden_key: {
    title: 'A field is called __proto__',
    advice: 'No client names a field so; look at who sends it.',
  },
  no_identity: {
    title: 'Nobody is named',
    advice: 'Every event needs a userId or an anonymousId.',
  },
  missing_field: { title: 'A field is missing', advice: 'Correct the call and replay it.' },
  wrong_type: {
    title: 'A field holds the wrong kind of value',
    advice: 'Correct the call and replay it.',
  },
  text_too_long: { title: 'An id or a name is too long', advice: 'Ids have up to 200 characters.' },
  invalid_timestamp: {
    title: 'A time cannot be read',
    advice: 'Times are ISO 8601, such as 2026-03-01T09:30:00Z.',
  },
  timestamp_out_of_range: {
    title: 'A time lies before the year 2000',
    advice: 'The sender’s clock was wrong; correct the time and replay it.',
  },
  refused_by_database: {
    title: 'The database would not take the event',
    advice: 'The reason says why; correct the event and replay it.',
  },
} as const;

export type ReasonCode = keyof typeof reasons;

export type Refusal = { code: ReasonCode; reason: string };

export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code);
}
