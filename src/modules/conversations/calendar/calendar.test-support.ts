/** The zone of Berlin as calendars describe it. */
export const berlinZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

/** An entry; `start` and `end` are what stands behind DTSTART and DTEND. */
export function eventOf(options: {
  uid: string;
  start: string;
  end: string;
  title?: string;
  attendees?: readonly string[];
  more?: readonly string[];
}): string {
  return [
    'BEGIN:VEVENT',
    `UID:${options.uid}`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART${options.start}`,
    `DTEND${options.end}`,
    `SUMMARY:${options.title ?? 'Meeting'}`,
    ...(options.attendees ?? []).map((address) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${address}`),
    ...(options.more ?? []),
    'END:VEVENT',
  ].join('\r\n');
}

export function calendarOf(parts: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN', ...parts, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}
