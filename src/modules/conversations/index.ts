export { answerQuestion } from './answer-question.ts';
export { everyQuarterHour, pollCalendars, pollCalendarsJob } from './calendar/poll-calendars.ts';
export { calendarRouter } from './calendar/router.ts';
export type { Context as ConversationContext } from './conversation.ts';
export { correctConversation } from './correct-conversation.ts';
export { describeInteractions, type InteractionWords } from './describe-interactions.ts';
export { loadConversation } from './load-conversation.ts';
export {
  type LogConversationInput,
  type LoggedConversation,
  logConversation,
} from './log-conversation.ts';
export { type MailDoor, openMailDoor } from './mail/door/mail-door.ts';
export { replayDeadMail, replayDeadMails } from './mail/replay-dead-mail.ts';
export { mailRouter } from './mail/router.ts';
export { hadPartIn, mayReadPrivate } from './may-read-private.ts';
export { conversationsRouter } from './router.ts';
export { restoreConversation, withdrawConversation } from './withdraw-conversation.ts';
