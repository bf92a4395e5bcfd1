import { html } from 'hono/html';
import type { Gate } from '../links/gate-of.ts';
import type { LinkForReader } from '../links/link-for-reader.ts';
import { type Html, pageOfHtml } from './html.ts';
import { plainStyle } from './plain-style.ts';

export type ClosedGate = Exclude<Gate, { kind: 'open' }>;

type Said = { nonce: string; problem: string | null };

/** What stands before a link, as a plain form; nothing of what was shared is told, not even its title. */
export function gatePage(options: Said & { link: LinkForReader; gate: ClosedGate }): Html {
  const { link, gate } = options;
  switch (gate.kind) {
    case 'passcode':
      return page(options, 'This needs a passcode', [
        html`<p>${link.sender.name} shared something with you and protected it. You find the passcode where you found the link, or ask ${link.sender.name} for it.</p>`,
        form(
          'passcode',
          html`<label for="passcode">Passcode</label>
<input id="passcode" name="passcode" type="password" autocomplete="off" required autofocus ${wrongOf(options)}>`,
          'Open',
          options,
        ),
      ]);
    case 'email':
      return page(options, 'Who would like to read?', [
        html`<p>${link.sender.name} asks for your e-mail address${link.emailGate === 'verify' ? ', and sends a code to it' : ''}, to know who reads what was shared.</p>`,
        emailForm(options, ''),
      ]);
    case 'code':
      return page(options, 'A code is on its way', [
        html`<p>We sent a code of six digits to <b>${gate.email}</b>. It holds for a few minutes.</p>`,
        form(
          'code',
          html`<label for="code">Code</label>
<input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus ${wrongOf(options)}>`,
          'Open',
          options,
        ),
        html`<form method="post"><input type="hidden" name="gate" value="resend"><button class="plain">Send another code</button></form>
<form method="post"><input type="hidden" name="gate" value="restart"><button class="plain">Use another address</button></form>`,
      ]);
    case 'denied':
      return page(options, 'This address may not read it', [
        html`<p>The link is not meant for <b>${gate.email}</b>. If you have another address, at work perhaps, try that one. Otherwise ask ${link.sender.name}.</p>`,
        html`<form method="post"><input type="hidden" name="gate" value="restart"><button>Use another address</button></form>`,
        contactOf(link),
      ]);
    case 'expired':
    case 'revoked':
      return gate.known ? closedPage(options) : unavailablePage(options);
  }
}

/** To somebody who was let in before. */
function closedPage(options: Said & { link: LinkForReader; gate: ClosedGate }): Html {
  const { link, gate } = options;
  return page(options, 'No longer available', [
    html`<p>${gate.kind === 'expired' ? 'The time to read this has run out.' : `${link.sender.name} has taken this back.`} Ask ${link.sender.name} for it if you still need it.</p>`,
    contactOf(link),
  ]);
}

/** The same for links that never were, were taken back or have run out: strangers cannot tell which. */
export function unavailablePage({ nonce }: { nonce: string }): Html {
  return pageOfHtml({
    title: 'Not available',
    nonce,
    style: plainStyle,
    bodyClass: 'plain',
    body: html`<main><h1>There is nothing to read here</h1>
<p>The link is not complete, is no longer available, or never was. Check that you copied all of it, or ask whoever sent it to you for a new one.</p></main>`,
  });
}

export function troublePage(options: { nonce: string; title: string; text: string }): Html {
  return pageOfHtml({
    title: options.title,
    nonce: options.nonce,
    style: plainStyle,
    bodyClass: 'plain',
    body: html`<main><h1>${options.title}</h1><p>${options.text}</p></main>`,
  });
}

function page(options: Said & { link: LinkForReader }, title: string, parts: (Html | string)[]): Html {
  return pageOfHtml({
    title: `${title} · ${options.link.workspaceName}`,
    nonce: options.nonce,
    style: plainStyle,
    bodyClass: 'plain',
    body: html`<main><p class="company">${options.link.workspaceName}</p><h1>${title}</h1>${parts}</main>`,
  });
}

function form(gate: string, fields: Html, button: string, { problem }: Said): Html {
  return html`<form method="post"><input type="hidden" name="gate" value="${gate}">
${fields}
${problem === null ? '' : html`<p class="wrong" id="wrong" role="alert">${problem}</p>`}
<button>${button}</button></form>`;
}

function emailForm(options: Said & { link: LinkForReader }, email: string): Html {
  return form(
    'email',
    html`<label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="320" required autofocus value="${email}" ${wrongOf(options)}>`,
    options.link.emailGate === 'verify' ? 'Send me a code' : 'Open',
    options,
  );
}

const wrongOf = ({ problem }: Said): Html | string =>
  problem === null ? '' : html`aria-invalid="true" aria-describedby="wrong"`;

function contactOf({ sender }: LinkForReader): Html | string {
  return sender.email === null
    ? ''
    : html`<p class="mute">Write to <a href="mailto:${sender.email}">${sender.email}</a></p>`;
}
