// What every page does: times in the reader's zone, forms that call the API, lists that stay fresh.
import { follow } from './live.js';
import { enliven } from './forms.js';
import { complete } from './completion.js';

const times = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short', hour12: false });
const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** Gives life to what is in a part of a page; done again after the part was refreshed, so each thing minds being done twice. */
export function start(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    const text = at.toDateString() === new Date().toDateString() ? clock.format(at) : times.format(at);
    if (time.textContent !== text) time.textContent = text;
    time.title = at.toString();
  }
  enliven(root);
  for (const input of root.querySelectorAll('input[data-complete]')) complete(input);
  for (const part of root.querySelectorAll('[data-module]:not([data-started])')) {
    // by attributes: in a form with a field called dataset, that is its dataset
    part.setAttribute('data-started', '');
    import(`./${part.getAttribute('data-module')}.js`).then(module => { module.start(part); part.setAttribute('data-started', 'yes'); }, error => {
      part.append(Object.assign(document.createElement('p'), { className: 'error', textContent: `This part of the page could not be loaded: ${error.message}` }));
    });
  }
}

// links of the page that was here before: /#run/ID, /#job/ID
const old = /^#(run|job)\/([0-9a-f-]{36})$/.exec(location.hash);
if (old && location.pathname === '/') location.replace(`/${old[1]}s/${old[2]}`);

start(document);
follow(document.getElementById('content'), start);
