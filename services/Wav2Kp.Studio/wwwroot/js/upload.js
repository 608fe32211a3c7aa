// Takes videos in by drag and drop or from a file dialog: two at a time, each with its progress, then one extraction of them all.
import { call, Problem } from './forms.js';

const atOnce = 2;
const units = ['B', 'KB', 'MB', 'GB', 'TB'];

function size(bytes) {
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) { bytes /= 1000; unit++; }
  return `${unit ? bytes.toPrecision(3) : bytes} ${units[unit]}`;
}

/** Sends a file; the API's answer, or a Problem. */
export function send(address, file, progress, started, named = true) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', event => progress(event.loaded, event.total || file.size));
    request.addEventListener('load', () => {
      let answer;
      try { answer = JSON.parse(request.responseText); } catch { answer = { detail: `The server answered ${request.status}.` }; }
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(new Problem(answer, request.status));
    });
    request.addEventListener('error', () => reject(new Problem({ detail: 'The connection broke: try again.' })));
    request.addEventListener('abort', () => reject(new Problem({ detail: 'Stopped.' })));
    request.open('POST', named ? `${address}?name=${encodeURIComponent(file.name)}` : address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
    started?.(request);
  });
}

const make = (tag, properties, ...children) => { const node = Object.assign(document.createElement(tag), properties); node.append(...children); return node; };

export function start(form) {
  const input = form.querySelector('input[type=file]'), list = form.querySelector('.uploads');
  const waiting = [];
  let running = 0, batch = [];

  function add(files) {
    for (const file of files) {
      const bar = make('progress', { max: 1, value: 0 }), says = make('span', { className: 'dim', textContent: `${size(file.size)}, waiting` });
      bar.setAttribute('aria-label', `${file.name}: uploaded`);
      const stop = make('button', { type: 'button', textContent: 'Stop' });
      const row = make('li', {}, make('span', { className: 'name', textContent: file.name }), bar, says, stop);
      list.append(row);
      const upload = { file, bar, says, stop, row };
      stop.addEventListener('click', () => {
        if (upload.failed) { upload.failed = false; stop.textContent = 'Stop'; says.className = 'dim'; waiting.push(upload); next(); return; }
        if (upload.request) upload.request.abort();
        else { waiting.splice(waiting.indexOf(upload), 1); row.remove(); }
      });
      waiting.push(upload);
    }
    next();
  }

  async function next() {
    while (running < atOnce && waiting.length) {
      const upload = waiting.shift();
      running++;
      take(upload).finally(() => { running--; next(); });
    }
    if (!running && !waiting.length && batch.length) await finish();
  }

  async function take(upload) {
    const { file, bar, says, stop, row } = upload;
    try {
      const video = await send('/api/v1/videos', file, (done, all) => {
        bar.value = all ? done / all : 0;
        says.textContent = done < all ? `${size(done)} of ${size(all)}` : 'being looked at…';
      }, request => { upload.request = request; });
      bar.value = 1;
      says.textContent = video.duplicate ? 'was here already' : 'here';
      stop.remove();
      row.querySelector('.name').replaceChildren(make('a', { href: `/clips/${video.id}`, textContent: file.name }));
      batch.push(video);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      says.className = 'field-error';
      says.textContent = problem.message;
      says.setAttribute('role', 'alert');
      upload.request = null;
      upload.failed = true;
      stop.textContent = 'Try again';
    }
  }

  async function finish() {
    const videos = batch.filter(v => v.state !== 'ready' && v.state !== 'processing');
    batch = [];
    document.dispatchEvent(new Event('studio:changed'));
    if (!form.elements.extract.checked || !videos.length) return;
    const row = make('li', {});
    row.setAttribute('role', 'status');
    list.append(row);
    try {
      const job = await call('POST', '/api/v1/extractions', { videoIds: [...new Set(videos.map(v => v.id))] });
      row.append('Their extraction has begun: ', make('a', { href: `/jobs/${job.id}`, textContent: job.name }), '.');
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      row.append(make('span', { className: 'field-error', textContent: problem.message }));
    }
    document.dispatchEvent(new Event('studio:changed'));
  }

  input.addEventListener('change', () => { add(input.files); input.value = ''; });
  input.addEventListener('focus', () => form.classList.add('focus'));
  input.addEventListener('blur', () => form.classList.remove('focus'));
  form.addEventListener('submit', event => event.preventDefault());
  for (const name of ['dragenter', 'dragover']) form.addEventListener(name, event => { event.preventDefault(); form.classList.add('over'); });
  for (const name of ['dragleave', 'drop']) form.addEventListener(name, () => form.classList.remove('over'));
  form.addEventListener('drop', event => { event.preventDefault(); add([...event.dataTransfer.files]); });
  // a file that misses the place must not take the page away
  for (const name of ['dragover', 'drop']) addEventListener(name, event => event.preventDefault());
  addEventListener('beforeunload', event => { if (running || waiting.length) event.preventDefault(); });
}
