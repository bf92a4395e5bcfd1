/**
 * Puts text on the clipboard that is still being fetched: browsers allow it in the very press of the button alone, so
 * the clipboard is handed the promise where it takes one. False where it could not be done.
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  if (typeof ClipboardItem !== 'undefined' && window.isSecureContext) {
    try {
      const blob = text.then((words) => new Blob([words], { type: 'text/plain' }));
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
      return true;
    } catch {
      // Not all that know the item take a promise in it, or the text did not come.
    }
  }
  const words = await text;
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copyByHand(words);
  }
}

/** Over plain http there is no clipboard but that of the document. */
function copyByHand(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Within the dialog, whose focus would be taken back from anywhere else.
  const box = document.querySelector('[aria-modal="true"]') ?? document.body;
  const before = document.activeElement;
  box.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
