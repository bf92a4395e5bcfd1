import type { Fields } from './event.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const secretTypes = /^(password|hidden|file|submit|button|image|reset)$/;
const secretNames = /pass|pwd|card|cvc|cvv|ccv|iban|secret|token|ssn|pin$/i;
const secretAutocomplete = /^(cc-|new-password|current-password|one-time-code)/;
/** A bank card's number, however it is grouped. */
const cardNumber = /^(?:\d[ -]?){13,19}$/;

function isField(element: Element): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

/** A field that no tracker should read, whatever the page asks for. */
function isSecret(field: Field): boolean {
  return (
    secretTypes.test(field.type) ||
    secretNames.test(`${field.name} ${field.id}`) ||
    secretAutocomplete.test(field.autocomplete) ||
    cardNumber.test(field.value.trim())
  );
}

function isEmail(field: Field): boolean {
  return (
    (field.type === 'email' || /e-?mail/i.test(`${field.name} ${field.id} ${field.autocomplete}`)) &&
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(field.value.trim())
  );
}

/** The e-mail and the fields that data-liaison-fields names ("company, role"); nothing else of the form is read. */
export function readForm(form: HTMLFormElement): Fields {
  const wanted = (form.dataset.liaisonFields ?? '').split(/[\s,]+/);
  const said: Fields = {};
  for (const element of form.elements) {
    const field = isField(element) ? element : null;
    if (!field?.value || isSecret(field)) continue;
    if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type) && !field.checked) continue;
    if (!said.email && isEmail(field)) said.email = field.value.trim();
    else if (field.name && wanted.includes(field.name)) said[field.name] = field.value.slice(0, 500);
  }
  return said;
}

/** Tells of every watched form that is sent, before the page does with it what it will. */
export function watchForms(selector: string, onSubmit: (form: HTMLFormElement) => void): void {
  addEventListener(
    'submit',
    ({ target }) => {
      if (!(target instanceof HTMLFormElement)) return;
      if (target.matches('[data-liaison-form]') || (selector && target.matches(selector))) onSubmit(target);
    },
    true,
  );
}
