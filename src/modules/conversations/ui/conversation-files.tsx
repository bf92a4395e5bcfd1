import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import classes from './conversation.module.css';
import { sizeWords } from './tray/tray-words.ts';

/** The files that came with the mails of a conversation. */
export function ConversationFiles({ conversationId }: { conversationId: string }) {
  const found = useQuery(api.mail.listAttachments.queryOptions({ input: { conversationId } }));
  const files = (found.data?.items ?? []).filter(({ inline }) => !inline);
  if (files.length === 0) return null;
  return (
    <div className={classes.exchanged}>
      <h3>Attached</h3>
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <a href={`/api/v1/mail-attachments/${file.id}`} download>
              {file.name}
            </a>{' '}
            <span className="mute">{sizeWords(file.sizeBytes)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
