// Keeps a page fresh: asks for it again and changes what differs, so that a selection, a focus or a playing video survives.

const key = node => node.nodeType === 1 ? node.id || null : null;

/** What scripts added to the page, such as what a form was answered: it stays where it is. */
const added = node => node.nodeType === 1 && node.matches('[data-said], [data-added], .field-error[role=alert][id^=error-]');

/** Makes the children of `old` those of `fresh`. */
export function morph(old, fresh) {
  const known = new Map();
  for (const child of old.children) if (key(child)) known.set(key(child), child);
  let at = old.firstChild;
  const skip = () => { while (at && added(at)) at = at.nextSibling; };
  for (const next of [...fresh.childNodes]) {
    skip();
    let same = key(next) ? known.get(key(next)) : at && !key(at) && at.nodeType === next.nodeType && at.nodeName === next.nodeName ? at : null;
    if (same && same.nodeName !== next.nodeName) same = null;
    if (!same) {
      old.insertBefore(next, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else old.insertBefore(same, at);
    update(same, next);
  }
  while (at) {
    const rest = at.nextSibling;
    if (!added(at)) at.remove();
    at = rest;
  }
}

function update(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  // what people work with is theirs: it is replaced only by something else
  if (old.hasAttribute('data-keep')) {
    if (old.getAttribute('src') === fresh.getAttribute('src')) return;
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeName === 'TIME' && old.dateTime === fresh.dateTime) return;
  if (old.matches('input, select, textarea')) return;
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== 'data-started' && !(name === 'open' && old.nodeName === 'DETAILS')) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && !(name === 'open' && old.nodeName === 'DETAILS')) old.setAttribute(name, value);
  if (old.nodeName === 'PROGRESS') old.value = fresh.getAttribute('value');
  morph(old, fresh);
}

let turn = 0;

/** Asks for the page again and puts what changed into it. */
export async function refresh(content, then) {
  const mine = ++turn;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  const text = await response.text();
  if (mine !== turn) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('content');
  // what the page is about may be gone: then the answer says so
  if (!fresh || (!response.ok && response.status !== 404)) throw new Error(`the server answered ${response.status}`);
  morph(content, fresh);
  then(content);
}

const pause = 1000; // ms at least between two refreshes

/**
 * Refreshes the page while it is seen when something changes that a part of it shows: data-live="TOPICS" names what, data-live-of="IDS" which of it,
 * data-log a service's log. A part with data-live="SECONDS" is refreshed as often as that.
 */
export function follow(content, then) {
  const sign = document.getElementById('live');
  const show = (state, text) => { sign.className = `live ${state}`; if (sign.textContent !== text) sign.textContent = text; };
  const parts = () => [...content.querySelectorAll('[data-live]')].filter(part => part.dataset.live);
  const seconds = () => Math.min(...parts().map(part => Number(part.dataset.live)).filter(Number.isFinite));
  const topics = () => [...new Set(parts().flatMap(part => part.dataset.live.split(' ')))].filter(topic => /^[a-z]/.test(topic)).sort();
  let source = null, listening = '', last = content.dataset.lastEvent ?? '';
  let planned = 0, timer = 0, ended = 0, busy = false, again = false;

  const concerns = (topic, id) => parts().some(part => part.dataset.live.split(' ').includes(topic) && (!part.dataset.liveOf || part.dataset.liveOf.split(' ').includes(id)));
  const soon = () => { if (!planned) planned = setTimeout(turnOver, Math.max(0, ended + pause - Date.now())); };

  async function turnOver() {
    planned = 0;
    if (document.hidden) return;
    // not beneath somebody's hands
    if (content.querySelector('form:focus-within :is(input:not([type=checkbox]), textarea, select):focus')) { planned = setTimeout(turnOver, 2000); return; }
    if (busy) { again = true; return; }
    busy = true;
    try {
      await refresh(content, then);
      listen();
    } catch {
      show('off', 'no connection, trying again');
      planned ||= setTimeout(turnOver, 5000);
    }
    busy = false;
    ended = Date.now();
    if (again) { again = false; soon(); }
    clearTimeout(timer);
    if (Number.isFinite(seconds())) timer = setTimeout(soon, seconds() * 1000);
  }

  function stop() {
    source?.close();
    source = null;
    listening = '';
  }

  /** Listens to what the page is about now. */
  function listen() {
    const wanted = topics(), log = content.querySelector('[data-log]')?.dataset.log;
    const query = new URLSearchParams({ topics: wanted.filter(topic => topic !== 'log').join(',') });
    if (log) query.set('log', log);
    const name = wanted.length && !document.hidden ? String(query) : '';
    if (name === listening && source?.readyState !== EventSource.CLOSED) {
      if (source?.readyState === EventSource.OPEN || Number.isFinite(seconds())) show('on', 'live');
      return;
    }
    stop();
    listening = name;
    if (!name) { if (!Number.isFinite(seconds())) show('', ''); else show('on', 'live'); return; }
    if (last) query.set('lastEventId', last);
    const mine = source = new EventSource(`/api/v1/events?${query}`);
    mine.addEventListener('open', () => show('on', 'live'));
    mine.addEventListener('error', () => {
      if (mine !== source) return;
      show('off', 'no connection, trying again');
      if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (mine === source) { stop(); soon(); } }, 5000); // refused: the page itself says why
    });
    const heard = event => {
      if (event.lastEventId) last = event.lastEventId;
      if (event.type === 'reset' || event.type === 'log') return soon();
      const { id, name: called } = JSON.parse(event.data);
      if (concerns(event.type, id ?? called)) soon();
    };
    for (const topic of [...wanted, 'reset']) mine.addEventListener(topic, heard);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { stop(); clearTimeout(timer); }
    else if (parts().length) { last = ''; listen(); soon(); }
  });
  // a page that is left for another must not keep one of the few connections that a browser has
  addEventListener('pagehide', stop);
  addEventListener('pageshow', event => { if (event.persisted && parts().length) { last = ''; listen(); soon(); } });
  document.addEventListener('studio:changed', soon);
  listen();
  if (Number.isFinite(seconds())) timer = setTimeout(soon, seconds() * 1000);
}
