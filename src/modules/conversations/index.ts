export { everyQuarterHour, pollCalendars, pollCalendarsJob } from './calendar/poll-calendars.ts';
export { calendarRouter } from './calendar/router.ts';
export { describeInteractions, type InteractionWords } from './describe-interactions.ts';
export { latestAnswer } from './load-conversation.ts';
export { type MailDoor, openMailDoor } from './mail/door/mail-door.ts';
export { replayDeadMail, replayDeadMails } from './mail/replay-dead-mail.ts';
export { mailRouter } from './mail/router.ts';
export { mayReadPrivate } from './may-read-private.ts';
export { conversationsRouter } from './router.ts';
