// Asks for a training: what was changed of the recipe goes as overrides. Then the run's page shows it while it trains.
import { answer, bodyOf, call } from './forms.js';

export function start(form) {
  const recipe = form.elements.recipe, inputs = [...form.querySelectorAll('[data-path]')];
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
  answer(form, async tell => {
    const body = bodyOf(form);
    if (changed().length) body.overrides = Object.fromEntries(changed().map(input => [input.dataset.path, input.value.trim()]));
    tell('asking…');
    const job = await call('POST', '/api/v1/trainings', body);
    return job.runId ? `/runs/${job.runId}` : `/jobs/${job.id}`;
  });
  mark();
}
