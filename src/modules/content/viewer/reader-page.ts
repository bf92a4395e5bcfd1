import { html } from 'hono/html';
import { pictureWidths } from '../files/keys.ts';
import type { LinkForReader } from '../links/link-for-reader.ts';
import type { BuiltApp } from './built-app.ts';
import { type Html, jsonIn, pageOfHtml } from './html.ts';
import type { ReaderModel, ReaderPiece } from './reader-model.ts';

/**
 * The reading page as it comes over the wire: with its first page's picture named and its place kept, so that the
 * reader sees it before any script runs and nothing moves when one does.
 */
export function readerPage(options: {
  link: LinkForReader;
  model: ReaderModel;
  app: BuiltApp;
  nonce: string;
}): Html {
  const { link, model, app, nonce } = options;
  const [first] = model.pieces;
  return pageOfHtml({
    title: `${link.title} · ${link.workspaceName}`,
    nonce,
    style: app.style + (first ? placeOf(first) : ''),
    bodyClass: 'reader',
    head: html`${firstPicture(model)}
<script src="/v/assets/${app.scriptName}" defer></script>`,
    body: html`<a class="skip" href="#stage">Skip to the document</a>
<header class="top">
<div class="who"><span class="company">${link.workspaceName}</span><h1>${link.title}</h1></div>
${model.pieces.length > 1 ? pieceTabs(model.pieces) : ''}
<div class="tools" role="toolbar" aria-label="Reading"></div>
</header>
<div class="desk">
<nav class="strip" aria-label="Pages"${(first?.pages.length ?? 0) > 1 ? '' : html` hidden`}></nav>
<main id="stage" class="stage" tabindex="0" aria-label="${first?.title ?? link.title}">
<section class="cover" aria-label="From ${link.sender.name}">
<p class="from"><b>${link.sender.name}</b> shared this with ${link.contactName ?? 'you'}.</p>
${link.message ? html`<p class="message">${link.message}</p>` : ''}
${model.pieces.some((piece) => piece.mayDownload) ? html`<div class="take"></div>` : ''}
</section>
<div class="sheet">${first ? firstPage(first, model) : nothingYet(link)}</div>
<noscript><p class="note">Only the first page shows without JavaScript. It is used to turn pages and to search, and it tells ${link.sender.name} which pages were read.</p></noscript>
</main>
</div>
<p class="live" role="status" aria-live="polite"></p>
<script type="application/json" id="model">${jsonIn(model)}</script>`,
  });
}

function pieceTabs(pieces: ReaderPiece[]): Html {
  return html`<nav class="pieces" aria-label="What was shared"><ul>
${pieces.map((piece, at) => html`<li><a href="#${at + 1}"${at === 0 ? html` aria-current="true"` : ''}>${piece.title}</a></li>`)}
</ul></nav>`;
}

const firstPictureUrl = (model: ReaderModel): string =>
  `${model.base}/p/${model.pieces[0]?.assetId}/1-${pictureWidths[0]}.webp`;

function firstPicture(model: ReaderModel): Html | string {
  if ((model.pieces[0]?.pages.length ?? 0) === 0) return '';
  return html`<link rel="preload" as="image" type="image/webp" href="${firstPictureUrl(model)}" fetchpriority="high">`;
}

/** The first page's box, of the same size as the app will give it. */
function placeOf({ pages }: ReaderPiece): string {
  const [size] = pages;
  if (!size) return '';
  const widest = Math.max(...pages.map(([width]) => width));
  return `#p1{--w:${size[0]};--h:${size[1]}}.sheet{--widest:${widest}}`;
}

function firstPage(piece: ReaderPiece, model: ReaderModel): Html | string {
  if (piece.pages.length === 0) return '';
  return html`<div class="pages"><article class="page" id="p1" aria-label="Page 1 of ${piece.pages.length}">
<img class="picture" alt="" src="${firstPictureUrl(model)}" fetchpriority="high" decoding="async">
</article></div>`;
}

function nothingYet(link: LinkForReader): Html {
  return html`<p class="note">What ${link.sender.name} shared is still being prepared. Please load the page again in a minute.</p>`;
}
