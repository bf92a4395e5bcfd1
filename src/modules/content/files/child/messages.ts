import type { PictureWidth } from '../keys.ts';
import type { TextLayer } from '../text-layer.ts';

/** What the program asks of the child that looks into files, one question at a time. */
export type Question =
  | { kind: 'document'; path: string }
  | { kind: 'page'; page: number; widths: readonly PictureWidth[]; thumbnail: boolean }
  | { kind: 'picture'; path: string; widths: readonly PictureWidth[] }
  | { kind: 'blank'; size: PageSize; widths: readonly PictureWidth[] }
  | { kind: 'film'; path: string }
  | { kind: 'stamp'; path: string; to: string; words: string };

export type PageSize = { width: number; height: number };
export type DrawnPicture = { width: PictureWidth; bytes: Uint8Array };
export type DrawnPage = {
  pictures: DrawnPicture[];
  thumbnail: Uint8Array | null;
  text: TextLayer;
  plain: string;
};
export type DrawnImage = PageSize & { pictures: DrawnPicture[]; thumbnail: Uint8Array };

export type Answers = {
  document: { pages: PageSize[] };
  page: DrawnPage;
  picture: DrawnImage;
  /** In place of a page that cannot be drawn. */
  blank: DrawnPage;
  film: { durationMs: number };
  stamp: { pages: number };
};

/** `refused`: words for whoever brought the file. `failed`: for the log. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'done'; value: Answers[Question['kind']] }
  | { kind: 'refused'; reason: string }
  | { kind: 'failed'; why: 'memory' | 'crash'; message: string };

const questionKinds = ['document', 'page', 'picture', 'blank', 'film', 'stamp'] as const;
const answerKinds = ['ready', 'done', 'refused', 'failed'] as const;

const hasKind = (message: unknown, kinds: readonly string[]) =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  typeof message.kind === 'string' &&
  kinds.includes(message.kind);

/** Both ends are ours: the kind says the rest. */
export const isQuestion = (message: unknown): message is Question => hasKind(message, questionKinds);
export const isAnswer = (message: unknown): message is Answer => hasKind(message, answerKinds);
