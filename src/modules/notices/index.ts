export { forgetNotices } from './forget-notices.ts';
export type { Channels, NoticeKind } from './kinds.ts';
export { closeNoticeStreams } from './live/notice-hub.ts';
export { noticesRouter, webhooksRouter } from './router.ts';
export { deliverNotices, startNotices, type Ways } from './start-notices.ts';
export type { Addressees } from './telling/find-recipients.ts';
export { type Telling, tell } from './telling/tell.ts';
