/** What a mail says, before it has a form. */
export type LetterContent = {
  /** Stands at the top of digests; a single notice's own title does that for itself. */
  heading: string;
  /** Under the heading: a sentence; may be empty. */
  lead: string;
  groups: readonly { label: string | null; items: readonly LetterItem[] }[];
  button: { label: string; url: string };
  /** Why one gets this, and how that is changed. */
  why: string;
  /** Null: it is to somebody who has no settings here. */
  settingsUrl: string | null;
  unsubscribe: { label: string; url: string };
};

export type LetterItem = { title: string; text: string; when: string; url: string };

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** The same as the HTML, word by word. */
export function plainLetter(content: LetterContent): string {
  const parts = [content.heading];
  if (content.lead !== '') parts.push(content.lead);
  for (const { label, items } of content.groups) {
    if (label !== null) parts.push(`${label}\n${'-'.repeat(label.length)}`);
    for (const { title, text, when, url } of items)
      parts.push([title, text, when, url].filter((line) => line !== '').join('\n'));
  }
  parts.push(`${content.button.label}: ${content.button.url}`);
  parts.push(
    [
      '-- ',
      content.why,
      ...(content.settingsUrl === null ? [] : [`Choose what you are told: ${content.settingsUrl}`]),
      `${content.unsubscribe.label}: ${content.unsubscribe.url}`,
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

// Mail programs know little CSS: tables, styles on the elements, and classes alone for the dark theme and for phones.
const font = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const ink = 'color:#1c1b19';
const mute = 'color:#6b6862';

const dark = `
  .page { background: #151412 !important; }
  .panel { background: #1d1c1a !important; border-color: #34322e !important; }
  .ink, .ink a { color: #f1eee8 !important; }
  .mute, .mute a { color: #a39e94 !important; }
  .rule { border-color: #34322e !important; }
  .button { background: #f1eee8 !important; }
  .button a { color: #151412 !important; }
  .mk { background: #66d9e8 !important; } .sa { background: #b7681a !important; }`;

const styles = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {${dark}
  }
  @media (max-width: 480px) {
    .panel { padding: 20px 18px !important; }
    .button a { display: block !important; text-align: center !important; }
    .button { width: 100% !important; }
  }`;

/** The subject stands as the title, for programs that read it out. */
export function htmlLetter(content: LetterContent, subject: string): string {
  const { heading, lead, groups, button } = content;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${styles}
</style></head>
<body class="page" style="margin:0;padding:0;background:#fbfaf8">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background:#fbfaf8"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td style="padding:0 4px 14px;${font};font-size:15px;font-weight:650;${ink}" class="ink">${mark}Liaison</td></tr>
<tr><td class="panel" style="padding:26px 28px;background:#ffffff;border:1px solid #e6e2da;border-radius:14px">
<h1 class="ink" style="margin:0;${font};font-size:20px;line-height:1.35;font-weight:600;${ink};overflow-wrap:anywhere">${escapeHtml(heading)}</h1>
${lead === '' ? '' : `<p class="ink" style="margin:10px 0 0;${font};font-size:15px;line-height:1.5;${ink};overflow-wrap:anywhere">${paragraphs(lead)}</p>`}
${groups.map(htmlGroup).join('\n')}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" class="button" style="margin-top:22px;background:#1c1b19;border-radius:8px"><tr><td><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:11px 20px;${font};font-size:15px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(button.label)}</a></td></tr></table>
</td></tr>
<tr><td class="mute" style="padding:16px 4px 0;${font};font-size:12px;line-height:1.6;${mute}">${escapeHtml(content.why)}<br>${settingsLink(content.settingsUrl)}<a href="${escapeHtml(content.unsubscribe.url)}" style="${mute}">${escapeHtml(content.unsubscribe.label)}</a></td></tr>
</table></td></tr></table></body></html>
`;
}

const settingsLink = (url: string | null): string =>
  url === null
    ? ''
    : `<a href="${escapeHtml(url)}" style="${mute}">Choose what you are told</a> &nbsp;·&nbsp; `;

// Two bars in the colours of the two teams: no picture has to be fetched.
const mark = `<span class="mk" style="display:inline-block;width:7px;height:14px;margin-right:2px;background:#0b7285;vertical-align:-2px;border-radius:2px"></span><span class="sa" style="display:inline-block;width:7px;height:14px;margin-right:8px;background:#f2a33c;vertical-align:-2px;border-radius:2px"></span>`;

const paragraphs = (text: string) => escapeHtml(text).replaceAll('\n', '<br>');

function htmlGroup({ label, items }: LetterContent['groups'][number]): string {
  const head =
    label === null
      ? ''
      : `<h2 class="mute" style="margin:24px 0 4px;${font};font-size:13px;font-weight:600;${mute}">${escapeHtml(label)}</h2>`;
  return `${head}${items.map(htmlItem).join('')}`;
}

function htmlItem({ title, text, when, url }: LetterItem): string {
  return `<div class="rule" style="padding:10px 0;border-bottom:1px solid #e6e2da;${font};overflow-wrap:anywhere"><div class="ink" style="font-size:15px;line-height:1.45;font-weight:550;${ink}"><a href="${escapeHtml(url)}" style="${ink}">${escapeHtml(title)}</a></div>${text === '' ? '' : `<div class="ink" style="margin-top:2px;font-size:14px;line-height:1.5;${ink}">${paragraphs(text)}</div>`}<div class="mute" style="margin-top:2px;font-size:12px;${mute}">${escapeHtml(when)}</div></div>`;
}
