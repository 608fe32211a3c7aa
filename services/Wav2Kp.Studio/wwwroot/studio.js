'use strict';

const api = '/api/v1';
const pageSize = 15;
const refreshSeconds = 2;
const fewSteps = 12; // so few are shown at once
const maxSteps = 300; // of a large job, those at work or in trouble
const headline = ['mouth_r', 'lip_lmd', 'nlmd']; // the figures that come first among a run's metrics

const state = { jobs: { offset: 0 }, runs: { offset: 0, filter: '', order: '' }, shown: null, auto: true };
const byId = id => document.getElementById(id);

/** An element with attributes, and children that are elements or text (never markup). */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(c => c !== null && c !== undefined));
  return node;
}

class ApiError extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
    this.hint = problem.hint;
    this.status = status;
  }
}

async function call(path, options) {
  const response = await fetch(api + path, { headers: { accept: 'application/json' }, ...options });
  const text = await response.text();
  let body = {};
  try { body = text ? JSON.parse(text) : {}; } catch { body = { detail: text.slice(0, 300) }; }
  if (!response.ok) throw new ApiError(body, response.status);
  return body;
}

const query = values => {
  const used = Object.entries(values).filter(([, v]) => v !== '' && v !== null && v !== undefined);
  return used.length ? '?' + new URLSearchParams(used) : '';
};

// --- text ---

const number = v => v === null || v === undefined ? '–'
  : Number.isInteger(v) && Math.abs(v) < 1e7 ? String(v)
  : Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3 ? v.toExponential(2) : String(+v.toPrecision(4));

function span(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const s = Math.max(0, seconds);
  if (s < 10) return s.toFixed(1) + ' s';
  if (s < 60) return Math.round(s) + ' s';
  if (s < 3600) return `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`;
  return `${Math.floor(s / 3600)} h ${Math.round(s % 3600 / 60)} min`;
}

const between = (from, to) => from ? ((to ? new Date(to) : new Date()) - new Date(from)) / 1000 : null;

function moment(text) {
  if (!text) return '–';
  const date = new Date(text);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString([], today ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
}

function size(bytes) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let i = 0;
  while (bytes >= 1000 && i < units.length - 1) { bytes /= 1000; i++; }
  return `${i ? bytes.toPrecision(3) : bytes} ${units[i]}`;
}

const badge = text => el('span', { class: 'state ' + text }, text);
const meter = value => el('div', { class: 'meter' }, el('progress', { max: 1, value, 'aria-label': 'progress' }), el('span', { class: 'num dim' }, Math.round(value * 100) + ' %'));
const cell = (label, content, className) => el('td', { 'data-label': label, class: className }, content);
const failure = (text, summary) => text.includes('\n') || text.length > 400
  ? el('details', { class: 'error' }, el('summary', {}, summary ?? text.split('\n')[0].slice(0, 200)), text)
  : el('div', { class: 'error' }, text);

/** Puts rows into a table's body, leaving rows alone that are as they were: a selection or a focus survives the refresh. */
function fill(body, rows) {
  const old = [...body.children];
  rows.forEach((row, i) => {
    if (!old[i]) body.append(row);
    else if (!old[i].isEqualNode(row)) old[i].replaceWith(row);
  });
  old.slice(rows.length).forEach(row => row.remove());
}

function pages(holder, total, part, reload) {
  if (part.offset > 0 && part.offset >= total) { part.offset = Math.max(0, Math.floor((total - 1) / pageSize) * pageSize); reload(); }
  if (total <= pageSize) return holder.replaceChildren();
  const step = by => () => { part.offset += by; reload(); };
  const next = [
    el('button', { type: 'button', disabled: part.offset === 0, onclick: step(-pageSize) }, '‹ newer'),
    el('span', {}, `${part.offset + 1}–${Math.min(total, part.offset + pageSize)} of ${total}`),
    el('button', { type: 'button', disabled: part.offset + pageSize >= total, onclick: step(pageSize) }, 'older ›'),
  ];
  if (holder.textContent !== next.map(n => n.textContent).join('')) holder.replaceChildren(...next);
}

// --- lists ---

async function loadJobs() {
  const page = await call('/jobs' + query({ kind: byId('job-kind').value, state: byId('job-state').value, limit: pageSize, offset: state.jobs.offset }));
  byId('jobs-total').textContent = page.total;
  const rows = page.items.map(job => el('tr', { class: state.shown === 'job/' + job.id ? 'open' : null },
    cell('Job', el('a', { href: '#job/' + job.id }, job.name), 'title'),
    cell('Kind', job.kind, 'brief'),
    cell('State', badge(job.state)),
    cell('Progress', meter(job.progress)),
    cell('Clips', job.counts.clips ? `${job.counts.clipsReady} of ${job.counts.clips}` + (job.counts.clipsRejected ? `, ${job.counts.clipsRejected} rejected` : '') : '', job.counts.clips ? 'brief' : 'none'),
    cell('Asked for', moment(job.createdAt), 'brief'),
    cell('Took', span(between(job.startedAt, job.finishedAt)), 'num')));
  fill(byId('job-rows'), rows.length ? rows : [el('tr', {}, el('td', { colspan: 7, class: 'empty' }, 'No jobs yet: upload videos with wav2kp, or post them to the API.'))]);
  pages(byId('job-pages'), page.total, state.jobs, refresh);
  if (state.auto && !state.shown) {
    const best = page.items.find(j => j.kind === 'animation' && j.state === 'succeeded') ?? page.items[0];
    if (best) state.shown = 'job/' + best.id;
  }
}

async function loadRuns() {
  const error = byId('run-error');
  let page;
  try {
    page = await call('/runs' + query({ filter: state.runs.filter, order: state.runs.order, limit: pageSize, offset: state.runs.offset }));
    error.hidden = true;
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status !== 400) throw problem;
    error.textContent = problem.hint ? `${problem.message}\n\n${problem.hint}` : problem.message;
    error.hidden = false;
    return;
  }
  byId('runs-total').textContent = page.total;
  const others = [...new Set(page.items.flatMap(r => Object.keys(r.metrics)))].filter(k => !headline.includes(k)).sort();
  const keys = [...headline, ...others.filter(k => k === 'validation_loss' || k === 'train_loss')].slice(0, 5);
  fill(byId('run-head'), ['Run', 'Experiment', 'Status'].map(t => el('th', {}, t)).concat(keys.map(k => el('th', { class: 'num' }, k)), [el('th', {}, 'Asked for'), el('th', { class: 'num' }, 'Took')]));
  const rows = page.items.map(run => el('tr', { class: state.shown === 'run/' + run.id ? 'open' : null },
    cell('Run', el('a', { href: '#run/' + run.id }, run.name), 'title'),
    cell('Experiment', run.experiment),
    cell('Status', badge(run.status)),
    keys.map(k => cell(k, number(run.metrics[k]), run.metrics[k] === undefined ? 'num none' : 'num')),
    cell('Asked for', moment(run.createdAt), 'brief'),
    cell('Took', span(run.seconds), 'num')));
  fill(byId('run-rows'), rows.length ? rows : [el('tr', {}, el('td', { colspan: 5 + keys.length, class: 'empty' }, state.runs.filter ? 'No run passes this filter.' : 'No runs yet: a training makes one.'))]);
  pages(byId('run-pages'), page.total, state.runs, refresh);
}

// --- details ---

const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
const files = list => el('ul', { class: 'files' }, list.map(f => el('li', {}, el('a', { href: f.url, download: f.name }, f.name), ' ', el('span', { class: 'dim' }, size(f.bytes)))));

/** Rebuilds the detail's card, but keeps a video that is playing and details that are open. */
function show(key, parts) {
  const holder = byId('detail');
  const fresh = holder.dataset.key !== key;
  if (fresh) { holder.replaceChildren(); holder.dataset.key = key; }
  const next = parts.filter(p => p);
  const keep = new Map([...holder.children].map(c => [c.dataset.part, c]));
  next.forEach((part, i) => {
    const old = keep.get(part.dataset.part);
    let put = part;
    if (old) {
      old.querySelectorAll('details[open]').forEach(d => {
        const same = [...part.querySelectorAll('details')].find(n => n.dataset.id === d.dataset.id && d.dataset.id);
        if (same) same.open = true;
      });
      if (part.dataset.same ? part.dataset.same === old.dataset.same : old.isEqualNode(part)) put = old;
    }
    if (holder.children[i] !== put) {
      if (put === old) holder.insertBefore(put, holder.children[i] ?? null);
      else if (old) old.replaceWith(put);
      else holder.insertBefore(put, holder.children[i] ?? null);
    }
  });
  [...holder.children].slice(next.length).forEach(c => c.remove());
  holder.hidden = false;
}

function part(name, node, same) {
  node.dataset.part = name;
  if (same) node.dataset.same = same;
  return node;
}

function act(path, label, className) {
  return el('button', { type: 'button', class: className, onclick: async event => {
    event.target.disabled = true;
    try { await call(path, { method: 'POST' }); } catch (problem) { alert(problem.message); }
    refresh();
  } }, label);
}

async function showJob(id) {
  const job = await call(`/jobs/${id}?steps=${maxSteps}`);
  const active = job.state === 'queued' || job.state === 'running';
  const retryable = !active && (job.counts.failed || job.counts.rejected || job.counts.cancelled);
  const media = job.files.find(f => f.name.endsWith('.mp4'));
  const steps = job.steps;
  const trouble = steps.filter(s => s.state === 'failed' || s.state === 'rejected');
  show('job/' + id, [
    part('head', el('div', { class: 'head' },
      el('h2', {}, job.name, el('small', {}, job.kind)),
      el('div', { class: 'controls' }, badge(job.state),
        active && !job.cancelRequested ? act(`/jobs/${id}/cancel`, 'Cancel') : null,
        active && job.cancelRequested ? el('span', { class: 'dim' }, 'cancelling…') : null,
        retryable ? act(`/jobs/${id}/retry`, 'Retry', 'main') : null))),
    active ? part('progress', meter(job.progress)) : null,
    job.error ? part('error', failure(job.error)) : null,
    media ? part('video', el('div', { class: 'result' }, el('video', { controls: true, preload: 'metadata', playsinline: true, src: media.url })), media.url) : null,
    job.files.length ? part('files', files(job.files)) : null,
    part('facts', el('dl', { class: 'facts' },
      fact('Asked for', moment(job.createdAt)), fact('Took', span(between(job.startedAt, job.finishedAt))),
      fact('Steps', `${job.counts.succeeded} of ${job.counts.steps} done`),
      job.counts.clips ? fact('Clips', `${job.counts.clipsReady} ready` + (job.counts.clipsRejected ? `, ${job.counts.clipsRejected} rejected` : '') + (job.counts.clipsFailed ? `, ${job.counts.clipsFailed} failed` : '')) : null,
      job.runId ? fact('Run', el('a', { href: '#run/' + job.runId }, 'its figures')) : null,
      fact('Id', job.id))),
    trouble.length && steps.length > fewSteps ? part('trouble', el('div', {}, el('h3', {}, 'Steps in trouble'), stepsTable(trouble))) : null,
    steps.length ? part('steps', stepsPart(steps, job.counts.steps)) : null,
  ]);
}

function stepsPart(steps, count) {
  const total = Math.max(count, steps.length); // steps that are shared with another job are not in its count
  const label = total === 1 ? '1 step' : total > steps.length ? `${steps.length} of ${total} steps` : `${total} steps`;
  return el('details', { 'data-id': 'steps', open: steps.length <= fewSteps }, el('summary', {}, label), stepsTable(steps));
}

function stepsTable(steps) {
  const videos = steps.some(s => s.videoName);
  const order = { running: 0, failed: 1, rejected: 2, queued: 3, waiting: 4, cancelled: 5, succeeded: 6 };
  const sorted = [...steps].sort((a, b) => order[a.state] - order[b.state]);
  const rows = sorted.map(step => el('tr', {},
    cell('Step', step.kind, 'title'),
    videos ? cell('Video', step.videoName ?? '', step.videoName ? null : 'none') : null,
    cell('State', badge(step.state)),
    cell('Attempts', String(step.attempt), 'num'),
    cell('Took', span(between(step.startedAt, step.finishedAt)), 'num'),
    cell('Says', [step.state === 'running' ? `${Math.round(step.progress * 100)} % ` : '', step.error ? failure(step.error) : step.message ?? ''], step.error || step.message || step.state === 'running' ? 'says' : 'none')));
  const table = el('table', {}, el('thead', {}, el('tr', {}, (videos ? ['Step', 'Video', 'State'] : ['Step', 'State']).map(t => el('th', {}, t)), el('th', { class: 'num' }, 'Attempts'), el('th', { class: 'num' }, 'Took'), el('th', {}, 'Says'))), el('tbody', {}, rows));
  table.querySelectorAll('details').forEach((d, i) => { d.dataset.id = sorted[i]?.id ?? i; });
  return table;
}

const rank = key => headline.includes(key) ? headline.indexOf(key) : headline.length;

async function showRun(id) {
  const [run, series] = await Promise.all([call('/runs/' + id), call(`/runs/${id}/metrics?maxPoints=300`)]);
  const parameters = Object.entries(run.parameters).sort(([a], [b]) => a < b ? -1 : 1);
  const metrics = Object.entries(run.metrics).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const curves = series.filter(s => s.points.length > 1);
  const losses = curves.filter(s => /loss/.test(s.key)).slice(0, 2);
  show('run/' + id, [
    part('head', el('div', { class: 'head' }, el('h2', {}, run.name, el('small', {}, 'run of ' + run.experiment)), el('div', { class: 'controls' }, badge(run.status)))),
    part('facts', el('dl', { class: 'facts' }, metrics.map(([k, v]) => fact(k, number(v))))),
    curves.length ? part('charts', el('div', { class: 'charts' }, losses.length ? chart(losses) : null, curves.filter(s => !losses.includes(s)).slice(0, 5).map(s => chart([s])))) : null,
    part('about', el('dl', { class: 'facts' }, fact('Asked for', moment(run.createdAt)), fact('Took', span(run.seconds)),
      run.jobId ? fact('Job', el('a', { href: '#job/' + run.jobId }, 'its steps')) : null, fact('Id', run.id),
      Object.entries(run.tags).map(([k, v]) => fact('tag ' + k, v)))),
    parameters.length ? part('parameters', el('details', { 'data-id': 'parameters' }, el('summary', {}, `${parameters.length} parameters`), el('dl', { class: 'facts' }, parameters.map(([k, v]) => fact(k, v))))) : null,
  ]);
}

/** One or two series over the training steps, as a line chart. */
function chart(list) {
  const w = 460, h = 170, left = 54, right = 10, top = 10, bottom = 22, ns = 'http://www.w3.org/2000/svg';
  const points = list.flatMap(s => s.points).filter(p => p.value !== null);
  if (!points.length) return null;
  let low = Math.min(...points.map(p => p.value)), high = Math.max(...points.map(p => p.value));
  if (low === high) { low -= Math.abs(low) / 2 || 1; high += Math.abs(high) / 2 || 1; }
  const first = Math.min(...points.map(p => p.step)), last = Math.max(...points.map(p => p.step), first + 1);
  const x = step => left + (step - first) / (last - first) * (w - left - right);
  const y = value => top + (high - value) / (high - low) * (h - top - bottom);
  const node = (tag, attributes, text) => {
    const made = document.createElementNS(ns, tag);
    for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const svg = node('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': list.map(s => s.key).join(' and ') + ' by step' });
  for (const value of [low, (low + high) / 2, high]) {
    svg.append(node('line', { class: 'grid', x1: left, x2: w - right, y1: y(value), y2: y(value) }));
    svg.append(node('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, number(value)));
  }
  svg.append(node('text', { x: left, y: h - 6 }, 'step ' + first), node('text', { x: w - right, y: h - 6, 'text-anchor': 'end' }, String(last)));
  list.forEach((s, i) => svg.append(node('polyline', { class: 's' + i, points: s.points.filter(p => p.value !== null).map(p => `${x(p.step).toFixed(1)},${y(p.value).toFixed(1)}`).join(' ') })));
  return el('figure', {}, svg, el('figcaption', {}, list.map((s, i) => el('span', { class: 'k' + i }, el('i', {}), `${s.key} ${number(s.points.at(-1).value)}`))));
}

async function loadDetail() {
  const [kind, id] = (state.shown ?? '').split('/');
  try {
    if (kind === 'job') await showJob(id);
    else if (kind === 'run') await showRun(id);
    else byId('detail').hidden = true;
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    show(state.shown, [part('error', failure(problem.message))]);
  }
}

// --- live ---

let timer = 0, turn = 0;

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  const live = byId('live');
  let wait = refreshSeconds;
  try {
    await loadJobs();
    await Promise.all([loadRuns(), loadDetail()]);
    live.className = 'live on';
    live.textContent = 'live';
  } catch (problem) {
    live.className = 'live off';
    live.textContent = problem instanceof ApiError ? `the server answered ${problem.status}` : 'no connection, trying again';
    wait = 5;
  }
  if (mine === turn && !document.hidden) timer = setTimeout(refresh, wait * 1000);
}

function follow() {
  const hash = location.hash.slice(1);
  if (/^(job|run)\/[0-9a-f-]+$/.test(hash)) {
    state.shown = hash;
    state.auto = false;
    scrollTo({ top: 0, behavior: 'smooth' });
  }
  refresh();
}

for (const id of ['job-kind', 'job-state']) byId(id).addEventListener('change', () => { state.jobs.offset = 0; refresh(); });
byId('run-form').addEventListener('submit', event => {
  event.preventDefault();
  Object.assign(state.runs, { filter: byId('run-filter').value, order: byId('run-order').value, offset: 0 });
  // the address leads back to this list
  history.replaceState(null, '', location.pathname + query({ filter: state.runs.filter, order: state.runs.order }) + location.hash);
  refresh();
});
document.querySelectorAll('[data-scroll]').forEach(link => link.addEventListener('click', event => {
  event.preventDefault();
  byId(link.dataset.scroll).scrollIntoView({ behavior: 'smooth' });
}));
const asked = new URLSearchParams(location.search);
for (const name of ['filter', 'order']) byId('run-' + name).value = state.runs[name] = asked.get(name) ?? '';
addEventListener('hashchange', follow);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
follow();
