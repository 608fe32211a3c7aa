// Looks closer at a part of the curves: by dragging over one, or by + - and the arrows; 0, Escape or two clicks show all steps again. The part is in the
// address, as if it had been typed into the fields above the curves.
import { refresh } from './live.js';
import { start as enliven } from './studio.js';

const [right, height] = [626, 250]; // the plot within the chart's own units, as the server draws it; where it begins the chart says
const least = 6; // px: less is a click

export function start(part) {
  let drag = null;

  const placesOf = chart => chart.dataset.places.split(' ').map(place => place.split(':').map(Number));

  const leftOf = chart => Number(chart.dataset.left);

  /** The training step at a place of the chart, between those that are known. */
  function stepAt(chart, x) {
    const places = placesOf(chart);
    const next = places.findIndex(([at]) => at >= x);
    if (next < 0) return places.at(-1)[1];
    if (next === 0) return places[0][1];
    const [[a, from], [b, to]] = [places[next - 1], places[next]];
    return b === a ? to : from + (to - from) * (x - a) / (b - a);
  }

  const xOf = (chart, event) => {
    const box = chart.getBoundingClientRect();
    return Math.max(leftOf(chart), Math.min(right, (event.clientX - box.left) / box.width * chart.viewBox.baseVal.width));
  };

  async function show(from, to) {
    const address = new URL(location.href);
    for (const [name, value] of [['from', from], ['to', to]]) {
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
      const field = part.querySelector(`input[name="${name}"]`);
      if (field) field.value = value ?? '';
    }
    if (address.href === location.href) return;
    history.pushState(null, '', address);
    await redraw();
  }

  async function redraw() {
    const focused = [...part.querySelectorAll('[data-zoom]')].indexOf(document.activeElement);
    try {
      await refresh(document.getElementById('content'), enliven);
    } catch {
      location.reload(); // the page itself says what is wrong
      return;
    }
    if (focused >= 0) part.querySelectorAll('[data-zoom]')[focused]?.focus();
  }

  addEventListener('popstate', () => {
    const query = new URLSearchParams(location.search);
    for (const name of ['from', 'to']) { const field = part.querySelector(`input[name="${name}"]`); if (field) field.value = query.get(name) ?? ''; }
    redraw();
  });

  part.addEventListener('pointerdown', event => {
    const chart = event.target.closest('[data-zoom]');
    if (!chart || event.button) return;
    drag?.band.remove();
    const band = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    band.setAttribute('class', 'band');
    band.setAttribute('data-added', '');
    band.setAttribute('y', 0);
    band.setAttribute('height', height);
    drag = { chart, band, from: xOf(chart, event), x: event.clientX };
    chart.setPointerCapture(event.pointerId);
  });
  part.addEventListener('pointermove', event => {
    if (!drag) return;
    const to = xOf(drag.chart, event);
    if (!drag.band.isConnected && Math.abs(event.clientX - drag.x) > least) drag.chart.append(drag.band);
    drag.band.setAttribute('x', Math.min(drag.from, to));
    drag.band.setAttribute('width', Math.abs(to - drag.from));
  });
  part.addEventListener('pointerup', event => {
    if (!drag) return;
    const { chart, band, from } = drag, to = xOf(chart, event), far = band.isConnected;
    band.remove();
    drag = null;
    if (!far) return;
    const [first, last] = [Math.floor(stepAt(chart, Math.min(from, to))), Math.ceil(stepAt(chart, Math.max(from, to)))];
    if (last > first) show(first, last);
  });
  part.addEventListener('pointercancel', () => { drag?.band.remove(); drag = null; });
  part.addEventListener('dblclick', event => { if (event.target.closest('[data-zoom]')) show(null, null); });
  part.addEventListener('keydown', event => {
    const chart = event.target.closest('[data-zoom]');
    if (!chart || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && drag) { drag.band.remove(); drag = null; return; }
    const [low, high] = [stepAt(chart, leftOf(chart)), stepAt(chart, right)], span = high - low, middle = (low + high) / 2;
    const part = { '+': [middle - span / 4, middle + span / 4], '=': [middle - span / 4, middle + span / 4], '-': [middle - span, middle + span], ArrowLeft: [low - span / 4, high - span / 4], ArrowRight: [low + span / 4, high + span / 4] }[event.key];
    if (part) {
      const [from, to] = [Math.max(0, Math.floor(part[0])), Math.ceil(part[1])];
      if (to > from) show(from, to);
    } else if (event.key === '0' || event.key === 'Escape' || event.key === 'Home') show(null, null);
    else return;
    event.preventDefault();
  });
}
