/**
 * The child that looks into uploaded files: their bytes are somebody else's, so they are read where a crash, an endless
 * loop or too much memory ends nothing but this process. It has no environment, reads what it is let read and writes
 * nothing but where it is told to. Started by file-child.ts, asked one question at a time, gone with its parent.
 */
import { setPriority } from 'node:os';
import { type Answer, type Answers, isQuestion, type Question } from './messages.ts';
import { Refusal } from './refusal.ts';

const tell = (answer: Answer) => process.send?.(answer);

let document: Promise<import('./draw-page.ts').OpenDocument> | null = null;

async function answer(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'document': {
      const { openDocument } = await import('./draw-page.ts');
      document = openDocument(question.path);
      return { pages: (await document).pages };
    }
    case 'page': {
      if (document === null) throw new Error('no document is open');
      return (await document).draw(question);
    }
    case 'picture': {
      const { drawPicture } = await import('./draw-picture.ts');
      return drawPicture(question);
    }
    case 'blank': {
      const { drawBlank } = await import('./draw-blank.ts');
      return drawBlank(question);
    }
    case 'film': {
      const { measureFilm } = await import('./measure-film.ts');
      return measureFilm(question.path);
    }
    case 'stamp': {
      const { stampDocument } = await import('./stamp-document.ts');
      return stampDocument(question);
    }
  }
}

process.on('message', (message: unknown) => {
  if (!isQuestion(message)) return;
  answer(message).then(
    (value) => tell({ kind: 'done', value }),
    (error: unknown) => {
      if (error instanceof Refusal) return tell({ kind: 'refused', reason: error.message });
      const message = error instanceof Error ? error.message : String(error);
      const why = error instanceof Error && error.name === 'OutOfMemory' ? 'memory' : 'crash';
      return tell({ kind: 'failed', why, message });
    },
  );
});
process.on('disconnect', () => process.exit(0));
// The parent ends us in its own order; a signal to the whole group must not get ahead of it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const [niceness = '0'] = process.argv.slice(2);
try {
  setPriority(Number(niceness));
} catch {
  // Where that is not allowed, it runs like any other.
}
tell({ kind: 'ready' });
