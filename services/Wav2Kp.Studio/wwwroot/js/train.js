// Asks for a training: what was changed of the recipe goes as overrides. Then the run's page shows it while it trains.
import { call, clear, complain, Problem } from './forms.js';

export function start(form) {
  const busy = form.querySelector('.busy'), recipe = form.elements.recipe, inputs = [...form.querySelectorAll('[data-path]')];
  const changed = () => inputs.filter(input => input.value.trim() !== input.dataset.was);
  const mark = () => { for (const input of inputs) input.closest('.field').classList.toggle('changed', input.value.trim() !== input.dataset.was); };

  // another recipe has other values: the page gives them
  recipe.addEventListener('change', () => {
    const address = new URL(location.href);
    address.searchParams.set('recipe', recipe.value);
    address.searchParams.set('dataset', form.elements.datasetVersionId.value);
    location.replace(address);
  });
  form.addEventListener('input', mark);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    clear(form);
    const button = form.querySelector('button.main');
    button.disabled = true;
    try {
      const body = { datasetVersionId: form.elements.datasetVersionId.value, recipe: recipe.value, device: form.elements.device.value };
      for (const name of ['name', 'experiment']) if (form.elements[name].value.trim()) body[name] = form.elements[name].value;
      const tags = form.elements.tags.value.split('\n').map(line => line.trim()).filter(Boolean);
      if (tags.length) body.tags = Object.fromEntries(tags.map(line => { const at = line.indexOf('='); return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]; }));
      const priority = form.elements.priority.value.trim();
      if (priority) body.priority = Number(priority);
      if (changed().length) body.overrides = Object.fromEntries(changed().map(input => [input.dataset.path, input.value.trim()]));
      busy.textContent = 'asking…';
      const job = await call('POST', '/api/v1/trainings', body);
      location.assign(job.runId ? `/runs/${job.runId}` : `/jobs/${job.id}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      complain(form, problem);
    } finally {
      busy.textContent = '';
      button.disabled = false;
    }
  });
  mark();
}
