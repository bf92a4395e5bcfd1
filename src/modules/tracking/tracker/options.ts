/** What the snippet's data attributes say. */
export type Options = {
  writeKey: string;
  /** Where events go: the server that t.js came from, or the one data-host names. */
  host: string;
  /** Nothing is stored in the browser; a visitor is known for one page load. */
  cookieless: boolean;
  /** Nothing is sent or stored before liaison.consent(true). */
  asksConsent: boolean;
  /** Pages are sent by themselves. */
  automatic: boolean;
  /** More forms to watch beside those that carry data-liaison-form. */
  forms: string;
};

export function readOptions(script: HTMLScriptElement): Options | null {
  const { key, host, cookieless, consent, auto, forms } = script.dataset;
  if (!key) return null;
  return {
    writeKey: key,
    host: (host ?? new URL('.', script.src).href).replace(/\/$/, ''),
    cookieless: cookieless !== undefined && cookieless !== 'false',
    asksConsent: consent === 'required',
    automatic: auto !== 'false',
    forms: forms ?? '',
  };
}
