// Takes videos in by drag and drop or from a file dialog: two at a time, each with its progress, then one extraction of them all. Large ones go in
// pieces: after a broken connection, a pause or a reload of the page they go on where they were.
import { call, Problem } from './forms.js';
import { Sha256 } from './sha256.js';

const atOnce = 2;
const whole = 8 << 20; // bytes: a smaller file goes in one request
const uploads = '/api/v1/video-uploads';
const longest = 30000; // ms between two tries to go on after the connection broke
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
const wait = (ms, signal) => new Promise(resolve => { const timer = setTimeout(resolve, ms); signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }); });

class Stopped extends Error {}

/** Calls the API, again and again while the server cannot be reached. */
async function patiently(say, signal, ...request) {
  for (let tries = 0; ; tries++) {
    if (signal.aborted) throw new Stopped();
    try {
      return await call(...request);
    } catch (problem) {
      if (problem.status && problem.code !== 'completing') throw problem;
      if (!problem.status) say(`${problem.message} Trying again…`);
      await wait(Math.min(longest, 1000 * 2 ** tries), signal);
    }
  }
}

/** Sends a piece; how many bytes are there then. A Problem says that it was refused, any other error that the connection broke. */
function sendPiece(id, at, piece, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort);
    request.upload.addEventListener('progress', event => progress(event.loaded));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.addEventListener('load', () => {
      if (request.status === 204) return resolve(Number(request.getResponseHeader('upload-offset')));
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = { detail: `The server answered ${request.status}.` }; }
      reject(request.status >= 500 && request.status !== 507 ? new Error(answer.detail) : Object.assign(new Problem(answer, request.status), { status: request.status, code: answer.code }));
    });
    request.addEventListener('error', () => reject(new Error('The connection broke.')));
    request.addEventListener('abort', () => reject(new Stopped()));
    request.open('PATCH', `${uploads}/${id}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('upload-offset', at);
    request.send(piece);
  });
}

/**
 * Sends a file in pieces, from where it is already; the video that it becomes.
 * @param state { id }: the upload, when it has begun; kept to go on.
 */
async function sendInPieces(file, state, progress, say, signal) {
  if (!state.id) {
    const known = (await patiently(say, signal, 'GET', `${uploads}?limit=1000`)).items.find(u => u.name === file.name && u.bytes === file.size && !taken.has(u.id));
    const upload = known ?? await patiently(say, signal, 'POST', uploads, { name: file.name, bytes: file.size });
    [state.id, state.size] = [upload.id, upload.pieceBytes];
    taken.add(upload.id);
  }
  const hash = new Sha256();
  let hashed = 0, at = (await patiently(say, signal, 'GET', `${uploads}/${state.id}`)).received, tries = 0;
  const read = async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  for (;;) {
    // what was sent before the page was reloaded is hashed too: were it another file's, the end would tell
    for (; hashed < at; hashed += Math.min(state.size, at - hashed)) {
      if (signal.aborted) throw new Stopped();
      progress(hashed);
      say(`looking at what is there: ${size(hashed)} of ${size(at)}`);
      hash.add(await read(hashed, hashed + Math.min(state.size, at - hashed)));
    }
    if (at === file.size) break;
    const end = Math.min(file.size, at + state.size);
    try {
      const piece = await read(at, end);
      const start = at;
      at = await sendPiece(state.id, at, piece, done => progress(start + done), signal);
      hash.add(piece);
      hashed = at;
      tries = 0;
    } catch (error) {
      if (error instanceof Stopped || signal.aborted) throw new Stopped();
      if (error instanceof Problem && error.code !== 'wrong-offset') throw error;
      if (!(error instanceof Problem)) {
        say(`${error.message} Trying again…`);
        await wait(Math.min(longest, 1000 * 2 ** tries++), signal);
      }
      at = (await patiently(say, signal, 'GET', `${uploads}/${state.id}`)).received; // a Problem when the server knows nothing of it any more
      if (at < hashed) throw new Problem({ detail: 'The server lost what was sent: send the file again.' });
    }
  }
  progress(file.size);
  say('being put together…');
  const sha256 = hash.end();
  return patiently(say, signal, 'POST', `${uploads}/${state.id}/complete`, { sha256 });
}

const taken = new Set(); // uploads that this page goes on with

export function start(form) {
  const input = form.querySelector('input[type=file]'), list = form.querySelector('.uploads');
  const waiting = [];
  let running = 0, batch = [];

  function add(files) {
    for (const file of files) {
      const bar = make('progress', { max: 1, value: 0 }), says = make('span', { className: 'dim', textContent: `${size(file.size)}, waiting` });
      bar.setAttribute('aria-label', `${file.name}: uploaded`);
      says.setAttribute('aria-live', 'polite');
      const stop = make('button', { type: 'button', textContent: 'Pause' }), drop = make('button', { type: 'button', textContent: 'Remove' });
      const row = make('li', {}, make('span', { className: 'name', textContent: file.name }), bar, says, stop, drop);
      list.querySelectorAll('li[data-left]').forEach(left => { if (left.dataset.left === `${file.name}/${file.size}`) left.remove(); });
      list.append(row);
      const upload = { file, bar, says, stop, drop, row, state: {} };
      stop.addEventListener('click', () => {
        if (upload.paused) { upload.paused = false; stop.textContent = 'Pause'; says.className = 'dim'; says.textContent = 'waiting'; says.removeAttribute('role'); waiting.push(upload); next(); return; }
        if (upload.stop) upload.stop.abort();
        else { waiting.splice(waiting.indexOf(upload), 1); paused(upload, 'paused'); }
      });
      drop.addEventListener('click', async () => {
        upload.removed = true;
        upload.stop?.abort();
        if (waiting.includes(upload)) waiting.splice(waiting.indexOf(upload), 1);
        row.remove();
        if (upload.state.id) await forget(upload.state.id);
      });
      waiting.push(upload);
    }
    next();
  }

  function paused(upload, text, bad = false) {
    upload.paused = true;
    upload.stop = null;
    upload.stopped = true;
    upload.says.className = bad ? 'field-error' : 'dim';
    upload.says.textContent = text;
    if (bad) upload.says.setAttribute('role', 'alert');
    upload.row.querySelector('button').textContent = bad ? 'Try again' : 'Go on';
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
    const { file, bar, says, stop, drop, row, state } = upload;
    const control = upload.stop = new AbortController();
    const say = text => { if (says.textContent !== text) says.textContent = text; };
    const progress = done => { bar.value = file.size ? done / file.size : 0; say(done < file.size ? `${size(done)} of ${size(file.size)}` : 'being looked at…'); };
    try {
      const video = file.size > whole
        ? await sendInPieces(file, state, progress, say, control.signal)
        : await send('/api/v1/videos', file, progress, request => control.signal.addEventListener('abort', () => request.abort()));
      bar.value = 1;
      says.textContent = video.duplicate ? 'was here already' : 'here';
      stop.remove();
      drop.remove();
      row.querySelector('.name').replaceChildren(make('a', { href: `/clips/${video.id}`, textContent: file.name }));
      batch.push(video);
    } catch (problem) {
      if (upload.removed) return;
      if (problem instanceof Stopped || control.signal.aborted) return paused(upload, `paused at ${size(Math.round(bar.value * file.size))} of ${size(file.size)}`);
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 404 || problem.code === 'damaged') upload.state = {};
      paused(upload, problem.message, true);
    }
  }

  async function forget(id) {
    try {
      await call('DELETE', `${uploads}/${id}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem; // it is gone already, or goes by itself in time
    }
  }

  /** What was begun before the page was loaded: the browser has no way to the file until it is chosen again. */
  async function showLeft() {
    const { items } = await call('GET', `${uploads}?limit=20`);
    for (const { id, name, bytes, received } of items) {
      if (taken.has(id)) continue;
      const bar = make('progress', { max: 1, value: received / bytes });
      bar.setAttribute('aria-label', `${name}: uploaded`);
      const drop = make('button', { type: 'button', textContent: 'Remove' });
      const row = make('li', {}, make('span', { className: 'name', textContent: name }), bar,
        make('span', { className: 'dim', textContent: `${size(received)} of ${size(bytes)} are here: choose the file again to go on` }), drop);
      row.dataset.left = `${name}/${bytes}`;
      drop.addEventListener('click', async () => { row.remove(); await forget(id); });
      list.append(row);
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

  const chosen = () => { add(input.files); input.value = ''; };
  input.addEventListener('change', chosen);
  if (input.files.length) chosen(); // before this script was there
  input.addEventListener('focus', () => form.classList.add('focus'));
  input.addEventListener('blur', () => form.classList.remove('focus'));
  form.addEventListener('submit', event => event.preventDefault());
  for (const name of ['dragenter', 'dragover']) form.addEventListener(name, event => { event.preventDefault(); form.classList.add('over'); });
  for (const name of ['dragleave', 'drop']) form.addEventListener(name, () => form.classList.remove('over'));
  form.addEventListener('drop', event => { event.preventDefault(); add([...event.dataTransfer.files]); });
  // a file that misses the place must not take the page away
  for (const name of ['dragover', 'drop']) addEventListener(name, event => event.preventDefault());
  addEventListener('beforeunload', event => { if (running || waiting.length) event.preventDefault(); });
  showLeft().catch(problem => { if (!(problem instanceof Problem)) throw problem; }); // without the server there is nothing to go on with
}
