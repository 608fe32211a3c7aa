// Forms that call the API, and small helpers of forms. What the API says is wrong stands beside the field that it is about.

/** Calls the API; throws a Problem when it refuses. */
export async function call(method, address, body) {
  let response;
  try {
    response = await fetch(address, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Problem({ detail: 'The server cannot be reached: is Wav2Kp running?' });
  }
  const text = await response.text();
  let answer = {};
  try { answer = text ? JSON.parse(text) : {}; } catch { answer = { detail: text.slice(0, 300) }; }
  if (!response.ok) throw new Problem(answer, response.status);
  return answer;
}

export class Problem extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
    this.errors = problem.errors ?? {};
    this.status = status;
    this.code = problem.code;
  }
}

let ids = 0;

/** Says what is wrong: beside the field of that name, or else at the form's end. */
export function complain(form, problem) {
  clear(form);
  let placed = false;
  for (const [name, messages] of Object.entries(problem.errors ?? {})) {
    const field = [...form.elements].filter(e => e.type !== 'checkbox' && e.type !== 'hidden').find(e => e.name === name || e.dataset?.field === name || (e.name && name.startsWith(e.name + '.')));
    if (!field) continue;
    const note = Object.assign(document.createElement('p'), { className: 'field-error', id: `error-${++ids}`, textContent: messages.join(' ') });
    note.setAttribute('role', 'alert');
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', note.id);
    (field.closest('.field') ?? field.parentElement).append(note);
    if (!placed) field.focus();
    placed = true;
  }
  if (!placed) {
    const note = Object.assign(document.createElement('p'), { className: 'error', textContent: problem.message });
    note.setAttribute('role', 'alert');
    note.dataset.said = '';
    form.append(note);
  }
}

export function clear(form) {
  form.querySelectorAll('.field-error, [data-said]').forEach(e => e.remove());
  form.querySelectorAll('[aria-invalid]').forEach(e => { e.removeAttribute('aria-invalid'); e.removeAttribute('aria-describedby'); });
}

function valueOf(field) {
  if (field.dataset.type === 'pairs') {
    const pairs = {};
    for (const line of field.value.split('\n').map(l => l.trim()).filter(Boolean)) {
      const at = line.indexOf('=');
      pairs[at < 0 ? line : line.slice(0, at).trim()] = at < 0 ? '' : line.slice(at + 1).trim();
    }
    return pairs;
  }
  if (field.dataset.type === 'words') return field.value.split(',').map(w => w.trim()).filter(Boolean);
  // what is no number goes as it was written: the server says what is wrong with it
  if (field.dataset.type === 'number') return field.value.trim() === '' ? null : Number.isFinite(Number(field.value)) ? Number(field.value) : field.value;
  return field.type === 'checkbox' ? field.checked : field.value;
}

/** The form's fields as the body of a request; those of the type list, where they are chosen, as the items of one. */
export function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.dataset.type === 'list') {
      body[field.name] ??= [];
      if (field.type !== 'checkbox' || field.checked) body[field.name].push(field.value);
    } else if (field.dataset.type === 'number' && field.name.includes('.')) {
      // a part of an object: split.train
      const [of, part] = field.name.split('.');
      (body[of] ??= {})[part] = valueOf(field);
    } else {
      body[field.name] = valueOf(field);
    }
  }
  return Object.keys(body).length ? body : undefined;
}

/** A form that a module answers: asks for what it says, then goes to the page that the asking gives; tell(text) says meanwhile how far it is. */
export function answer(form, ask) {
  const busy = form.querySelector('.busy'), button = form.querySelector('button.main');
  const tell = text => { busy.textContent = text; };
  form.addEventListener('submit', async event => {
    event.preventDefault();
    clear(form);
    button.disabled = true;
    try {
      location.assign(await ask(tell));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      complain(form, problem);
    } finally {
      tell('');
      button.disabled = false;
    }
  });
}

async function submit(event) {
  const form = event.target;
  if (!form.dataset?.api) return;
  event.preventDefault();
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
  const body = bodyOf(form);
  const buttons = [...form.querySelectorAll('button')];
  buttons.forEach(b => { b.disabled = true; });
  try {
    const answer = await call(form.dataset.api, form.getAttribute('action'), body);
    clear(form);
    if (form.dataset.then) location.assign(form.dataset.then.replace('{id}', encodeURIComponent(answer.id)));
    else {
      const said = Object.assign(document.createElement('span'), { className: 'said', textContent: 'Done.' });
      said.setAttribute('role', 'status');
      said.dataset.said = '';
      form.append(said);
      document.dispatchEvent(new Event('studio:changed'));
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    complain(form, problem);
  } finally {
    buttons.forEach(b => { b.disabled = false; });
  }
}

/** A list's form that takes between so many and so many of its rows. */
function choose(form) {
  const { choose: name, least, most } = form.dataset;
  const chosen = form.querySelectorAll(`input[name="${name}"]:checked`).length;
  for (const button of form.querySelectorAll('[data-submit], [data-bulk]')) {
    button.disabled = chosen < Number(least) || chosen > Number(most ?? Infinity);
    button.title = chosen > Number(most ?? Infinity) ? `at most ${most}` : chosen < Number(least) ? `choose ${least} or more first` : '';
  }
}

async function copy(event) {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // without leave to write the clipboard: the text is shown and selected
    const holder = document.getElementById(button.dataset.copy);
    const details = holder.closest('details');
    if (details) details.open = true;
    getSelection().selectAllChildren(holder);
    button.textContent = 'Selected: press Ctrl-C';
  }
  setTimeout(() => { button.textContent = label; }, 2500);
}

/** Does one thing to every row that is chosen, in one request, and says how it went. */
async function bulk(event) {
  const button = event.target.closest?.('[data-bulk]');
  if (!button) return;
  const form = button.form;
  const chosen = [...form.querySelectorAll(`input[name="${form.dataset.choose}"]:checked`)];
  if (button.dataset.confirm && !confirm(button.dataset.confirm.replace('{n}', chosen.length))) return;
  clear(form);
  button.disabled = true;
  const [method, address] = button.dataset.bulk.split(' ');
  const body = { action: button.dataset.action, jobIds: chosen.map(box => box.value) };
  const number = document.getElementById(button.dataset.number);
  if (number) body[number.id] = number.value.trim() === '' ? null : Number(number.value);
  let lines;
  try {
    const { done, refused } = await call(method, address, body);
    const kept = new Map(refused.map(r => [r.jobId, r.detail]));
    for (const box of chosen) box.checked = kept.has(box.value);
    lines = [`${done} of ${chosen.length} done.`, ...chosen.filter(box => box.checked).map(box => `${box.getAttribute('aria-label')}: ${kept.get(box.value)}`)];
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    lines = [problem.message];
    number?.setAttribute('aria-invalid', 'true');
  }
  const note = Object.assign(document.createElement('p'), { className: chosen.some(box => box.checked) ? 'error' : 'said', textContent: lines.join('\n') });
  note.setAttribute('role', 'status');
  note.dataset.said = '';
  form.append(note);
  choose(form);
  document.dispatchEvent(new Event('studio:changed'));
}

document.addEventListener('submit', submit);
document.addEventListener('click', bulk);
document.addEventListener('click', copy);
document.addEventListener('change', event => {
  const form = event.target.form;
  if (form?.matches('[data-auto]')) form.requestSubmit();
  if (form?.matches('[data-choose]')) choose(form);
});
// empty fields would only lengthen the address; a form that a module answers stays, and is corrected
document.addEventListener('submit', event => {
  if (event.target.method === 'get' && !event.defaultPrevented) for (const field of event.target.elements) if (field.name && field.value === '') field.disabled = true;
});
// coming back to the page finds them as they were
addEventListener('pageshow', () => { for (const field of document.querySelectorAll('form[method=get] :disabled')) field.disabled = false; document.querySelectorAll('[data-choose]').forEach(choose); });
// a menu closes by a click elsewhere and by Escape
document.addEventListener('click', event => { for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false; });
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open]')) { menu.open = false; menu.querySelector('summary').focus(); }
});

export function enliven(root) {
  root.querySelectorAll('[data-choose]').forEach(choose);
}
