type Child = Node | string;
type Attributes = Record<string, string | number | boolean | null>;

/** An element with its attributes and children; `false` and null leave an attribute out. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** A button by its word; `name` where the word alone does not say enough. */
export function button(
  word: string,
  options: { name?: string; kind?: string; keys?: string },
  act: () => void,
): HTMLButtonElement {
  const { name, kind, keys } = options;
  const made = make(
    'button',
    {
      type: 'button',
      class: kind ?? null,
      'aria-label': name ?? null,
      title: keys ? `${name ?? word} (${keys})` : (name ?? null),
    },
    word,
  );
  made.addEventListener('click', act);
  return made;
}

export function get(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`The page lacks ${selector}`);
  return found;
}

/** Once a frame at most, however often it is asked for. */
export function everyFrame(work: () => void): () => void {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      work();
    });
  };
}
