import { escapeHtml, oneLine } from './words.ts';

/** What a mail about a link says, before it has a form. */
export type Letter = {
  /** Paragraphs of the one who writes; line ends are kept. */
  message: string;
  /** Large and by itself: a code. */
  code?: string;
  button?: { label: string; url: string };
  /** Small, at the end: why one gets this. */
  why: string;
};

/** The same as the HTML, word by word. */
export function plainLetter({ message, code, button, why }: Letter): string {
  const parts = [
    message.trim(),
    code ?? '',
    button ? `${oneLine(button.label)}:\n${button.url}` : '',
    `-- \n${why}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

// Mail programs know little CSS: styles stand on the elements.
const font = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const ink = 'color:#1c1b19';
const mute = 'color:#6b6862';
const dark = `@media (prefers-color-scheme: dark) {
  .page { background: #151412 !important; } .panel { background: #1d1c1a !important; border-color: #34322e !important; }
  .ink { color: #f1eee8 !important; } .mute { color: #a39e94 !important; }
  .button { background: #f1eee8 !important; } .button a { color: #151412 !important; } }`;

export function htmlLetter({ message, code, button, why }: Letter, subject: string): string {
  const body = escapeHtml(message.trim()).replaceAll('\n', '<br>');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title><style>:root { color-scheme: light dark; }
${dark}</style></head>
<body class="page" style="margin:0;padding:0;background:#fbfaf8">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td class="panel" style="padding:26px 28px;background:#ffffff;border:1px solid #e6e2da;border-radius:14px">
${body === '' ? '' : `<p class="ink" style="margin:0;${font};font-size:15px;line-height:1.55;${ink};overflow-wrap:anywhere">${body}</p>`}
${code === undefined ? '' : `<p class="ink" style="margin:18px 0 0;${font};font-size:30px;font-weight:650;letter-spacing:6px;${ink}">${escapeHtml(code)}</p>`}
${button === undefined ? '' : buttonOf(button)}
</td></tr>
<tr><td class="mute" style="padding:16px 4px 0;${font};font-size:12px;line-height:1.6;${mute};overflow-wrap:anywhere">${escapeHtml(why)}</td></tr>
</table></td></tr></table></body></html>
`;
}

function buttonOf({ label, url }: { label: string; url: string }): string {
  const link = escapeHtml(url);
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" class="button" style="margin-top:20px;background:#1c1b19;border-radius:8px"><tr><td><a href="${link}" style="display:inline-block;padding:11px 20px;${font};font-size:15px;font-weight:600;color:#ffffff;text-decoration:none;overflow-wrap:anywhere">${escapeHtml(oneLine(label))}</a></td></tr></table>
<p class="mute" style="margin:12px 0 0;${font};font-size:12px;line-height:1.5;${mute};overflow-wrap:anywhere">${link}</p>`;
}
