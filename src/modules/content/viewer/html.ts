import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page for people, light and dark by their own setting, in which nothing runs and nothing is loaded from elsewhere. */
export function pageOfHtml(options: {
  title: string;
  nonce: string;
  style: string;
  bodyClass: string;
  head?: Html;
  body: Html;
}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/v/assets/icon.svg" type="image/svg+xml">
<title>${options.title}</title>
<style nonce="${options.nonce}">${raw(options.style)}</style>
${options.head ?? ''}
</head>
<body class="${options.bodyClass}">
${options.body}
</body>
</html>`;
}

/** JSON inside a page: nothing in it may end the element that holds it. */
export function jsonIn(value: unknown): HtmlEscapedString {
  return raw(
    JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
  );
}
