// The form that builds a dataset tells what its filter takes while it is written; the one beside it takes an exported one in.
import { clear, complain, Problem } from './forms.js';
import { send } from './upload.js';

const pause = 300;

function span(seconds) {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s` : `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

const count = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

export function start(form) {
  if (form.hasAttribute('data-import')) takeIn(form);
  else tell(form);
}

function tell(form) {
  const filter = form.elements.filter, says = form.querySelector('[role=status]');
  let timer = 0, turn = 0;
  async function ask() {
    const mine = ++turn;
    let answer, response;
    try {
      response = await fetch(`/api/v1/datasets/preview?${new URLSearchParams({ filter: filter.value })}`);
      answer = await response.json();
    } catch {
      if (mine === turn) says.textContent = 'The server cannot be reached: is Wav2Kp running?';
      return;
    }
    if (mine !== turn) return;
    clear(form);
    if (response.ok) {
      says.textContent = `${count(answer.clips, 'clip')}, ${answer.ready} of them ready: ${span(answer.seconds)}, ${count(answer.frames, 'frame')}, ${count(answer.speakers, 'speaker')}`;
    } else {
      says.textContent = '';
      const at = document.activeElement;
      complain(form, new Problem({ ...answer, errors: { filter: [answer.detail] } }, response.status));
      at?.focus?.();
    }
  }
  filter.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, pause); });
}

function takeIn(form) {
  const input = form.querySelector('input[type=file]'), list = form.querySelector('.uploads');
  async function take(file) {
    const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
    bar.setAttribute('aria-label', `${file.name}: uploaded`);
    const name = Object.assign(document.createElement('span'), { className: 'name', textContent: file.name });
    const says = Object.assign(document.createElement('span'), { className: 'dim' });
    says.setAttribute('role', 'status');
    const row = document.createElement('li');
    row.append(name, bar, says);
    list.append(row);
    try {
      const answer = await send('/api/v1/datasets/import', file, (done, all) => {
        bar.value = all ? done / all : 0;
        says.textContent = done < all ? `${Math.floor(100 * done / all)} %` : 'being checked…';
      }, null, false);
      bar.value = 1;
      const link = Object.assign(document.createElement('a'), { href: `/datasets/${answer.id}`, textContent: `${answer.dataset.name} version ${answer.dataset.version}` });
      name.replaceChildren(link);
      says.textContent = answer.isNew ? `here, with ${count(answer.newClips, 'new clip')}` : 'was here already';
      document.dispatchEvent(new Event('studio:changed'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      says.className = 'field-error';
      says.setAttribute('role', 'alert');
      says.textContent = problem.message;
    }
  }
  const chosen = () => { for (const file of input.files) take(file); input.value = ''; };
  input.addEventListener('change', chosen);
  if (input.files.length) chosen(); // before this script was there
  form.addEventListener('submit', event => event.preventDefault());
  for (const name of ['dragenter', 'dragover']) form.addEventListener(name, event => { event.preventDefault(); form.classList.add('over'); });
  for (const name of ['dragleave', 'drop']) form.addEventListener(name, () => form.classList.remove('over'));
  form.addEventListener('drop', event => { event.preventDefault(); for (const file of event.dataTransfer.files) take(file); });
  for (const name of ['dragover', 'drop']) addEventListener(name, event => event.preventDefault());
}
