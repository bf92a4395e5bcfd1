export { type Channels, type NoticeKind, registerNoticeKind } from './kinds.ts';
export type { Addressees } from './telling/find-recipients.ts';
export { type Telling, tell } from './telling/tell.ts';
