// Completes the names in a filter or an order while they are typed.

const words = /[\w."\-/]*$/;
const shown = 8;
let lists = 0;

export function complete(input) {
  if (input.dataset.completing !== undefined) return;
  input.dataset.completing = '';
  const list = Object.assign(document.createElement('ul'), { className: 'completion', id: `completion-${++lists}`, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('data-added', '');
  input.after(list);
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']]) input.setAttribute(name, value);
  let at = -1;

  const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const begun = () => words.exec(input.value.slice(0, input.selectionStart))[0];
  const within = () => (input.value.slice(0, input.selectionStart).match(/'/g)?.length ?? 0) % 2 === 1; // a text in quotes

  function take(name) {
    const start = input.selectionStart - begun().length;
    input.setRangeText(name + ' ', start, input.selectionStart, 'end');
    close();
    input.focus();
  }

  function mark(index) {
    at = (index + list.children.length) % list.children.length;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    input.setAttribute('aria-activedescendant', list.children[at].id);
  }

  input.addEventListener('input', () => {
    const word = begun().toLowerCase();
    const names = within() || !word ? [] : input.dataset.complete.split('\n')
      .filter(n => n.toLowerCase().includes(word) && n.toLowerCase() !== word)
      .sort((a, b) => a.toLowerCase().indexOf(word) - b.toLowerCase().indexOf(word)).slice(0, shown);
    if (!names.length) return close();
    list.replaceChildren(...names.map((name, i) => {
      const item = Object.assign(document.createElement('li'), { id: `${list.id}-${i}`, textContent: name });
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      item.addEventListener('pointerdown', event => { event.preventDefault(); take(name); });
      return item;
    }));
    at = -1;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  });
  input.addEventListener('keydown', event => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') mark(at + 1);
    else if (event.key === 'ArrowUp') mark(at < 0 ? -1 : at - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && at >= 0) take(list.children[at].textContent);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', close);
}
