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
  if (!fresh || !response.ok) throw new Error(`the server answered ${response.status}`);
  morph(content, fresh);
  then(content);
}

/** Refreshes the page as often as a part of it asks by data-live="SECONDS", while it is seen. */
export function follow(content, then) {
  const sign = document.getElementById('live');
  const show = (state, text) => { sign.className = `live ${state}`; if (sign.textContent !== text) sign.textContent = text; };
  const seconds = () => Math.min(...[...content.querySelectorAll('[data-live]')].map(e => Number(e.dataset.live)));
  let timer = 0;
  const plan = wait => { clearTimeout(timer); if (Number.isFinite(wait) && !document.hidden) timer = setTimeout(turnOver, wait * 1000); };
  async function turnOver() {
    // not beneath somebody's hands
    if (content.querySelector('form:focus-within :is(input:not([type=checkbox]), textarea, select):focus')) return plan(seconds());
    try {
      await refresh(content, then);
      show('on', 'live');
      plan(seconds());
    } catch {
      show('off', 'no connection, trying again');
      plan(5);
    }
    if (!Number.isFinite(seconds())) show('', '');
  }
  document.addEventListener('visibilitychange', () => { if (!document.hidden && Number.isFinite(seconds())) turnOver(); });
  document.addEventListener('studio:changed', () => turnOver());
  if (Number.isFinite(seconds())) show('on', 'live');
  plan(seconds());
}
