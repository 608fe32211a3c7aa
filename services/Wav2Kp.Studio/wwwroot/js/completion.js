// Completes a filter or an order while it is typed: an order by names that the page knows, a filter (data-filter) by what the server says could come next.

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
  let at = -1, start = 0;

  const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  let asked;

  /** What could be written where the caret is, and where what is there of it begins. */
  async function offer() {
    const caret = input.selectionStart;
    if (input.dataset.filter) {
      asked?.abort();
      asked = new AbortController();
      const query = new URLSearchParams({ text: input.value.slice(0, caret) });
      const response = await fetch(`/api/v1/filters/${input.dataset.filter}/complete?${query}`, { signal: asked.signal });
      if (!response.ok) return { from: caret, items: [] };
      const { from, items } = await response.json();
      const there = input.value.slice(from, caret);
      return { from, items: items.filter(i => i.text !== there).slice(0, shown) };
    }
    const word = begun().toLowerCase();
    const names = within() || !word ? [] : input.dataset.complete.split('\n')
      .filter(n => n.toLowerCase().includes(word) && n.toLowerCase() !== word)
      .sort((a, b) => a.toLowerCase().indexOf(word) - b.toLowerCase().indexOf(word)).slice(0, shown);
    return { from: caret - word.length, items: names.map(text => ({ text })) };
  }

  const begun = () => words.exec(input.value.slice(0, input.selectionStart))[0];
  const within = () => (input.value.slice(0, input.selectionStart).match(/'/g)?.length ?? 0) % 2 === 1; // a text in quotes

  function take(name) {
    input.setRangeText(name + ' ', start, input.selectionStart, 'end');
    close();
    input.focus();
    if (input.dataset.filter) show();
  }

  function mark(index) {
    at = (index + list.children.length) % list.children.length;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    input.setAttribute('aria-activedescendant', list.children[at].id);
  }

  async function show() {
    let offered;
    try {
      offered = await offer();
    } catch (error) {
      if (error.name !== 'AbortError') close(); // completion helps; without a server it is silent, and the form says so
      return;
    }
    if (!offered.items.length || document.activeElement !== input) return close();
    start = offered.from;
    list.replaceChildren(...offered.items.map(({ text: name, detail }, i) => {
      const item = Object.assign(document.createElement('li'), { id: `${list.id}-${i}`, textContent: name, title: detail ?? '' });
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      item.addEventListener('pointerdown', event => { event.preventDefault(); take(name); });
      return item;
    }));
    at = -1;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }
  input.addEventListener('input', show);
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
