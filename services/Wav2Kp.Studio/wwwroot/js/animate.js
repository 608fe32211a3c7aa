// Asks for an animation: sends the files that were chosen or recorded, then goes to the job, where the result is watched.
import { answer, call, clear, Problem } from './forms.js';
import { send } from './upload.js';

export function start(form) {
  const record = form.querySelector('[data-record]');
  const files = new Map(); // by the input's identifier
  const value = name => form.querySelector(`input[name="${name}"]:checked`)?.value;

  /** What does not go with the choice is out of the way. */
  function show() {
    for (const part of form.querySelectorAll('[data-for]')) part.hidden = ![value('speech'), value('face')].includes(part.dataset.for);
  }

  function choose(input, file) {
    files.set(input.id, file);
    input.closest('.drop').querySelector('.chosen').textContent = file ? file.name : 'nothing chosen yet';
    clear(form);
  }

  for (const input of form.querySelectorAll('input[type=file]')) {
    const drop = input.closest('.drop');
    input.addEventListener('change', () => choose(input, input.files[0]));
    if (input.files.length) choose(input, input.files[0]); // before this script was there
    input.addEventListener('focus', () => drop.classList.add('focus'));
    input.addEventListener('blur', () => drop.classList.remove('focus'));
    for (const name of ['dragenter', 'dragover']) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add('over'); });
    for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'));
    drop.addEventListener('drop', event => { event.preventDefault(); if (event.dataTransfer.files.length) choose(input, event.dataTransfer.files[0]); });
  }
  for (const name of ['dragover', 'drop']) addEventListener(name, event => event.preventDefault());

  let recorder = null;
  record.hidden = !navigator.mediaDevices?.getUserMedia;
  record.addEventListener('click', async () => {
    if (recorder) return recorder.stop();
    const says = record.parentElement.querySelector('.chosen');
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      says.textContent = `The microphone cannot be used: ${error.message}`;
      return;
    }
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener('dataavailable', event => parts.push(event.data));
    recorder.addEventListener('stop', () => {
      stream.getTracks().forEach(track => track.stop());
      const kind = recorder.mimeType.includes('mp4') ? 'mp4' : 'webm';
      choose(form.querySelector('#audio'), new File(parts, `recording.${kind}`, { type: recorder.mimeType }));
      recorder = null;
      record.textContent = 'Record again';
    });
    recorder.start();
    record.textContent = 'Stop';
    says.textContent = 'recording…';
  });

  async function upload(id, what, field, tell) {
    const file = files.get(id);
    if (!file) throw new Problem({ detail: `Choose ${what} first.`, errors: { [field]: [`Choose ${what} first.`] } });
    const sent = await send('/api/v1/uploads', file, (done, all) => tell(`${what}: ${Math.round(done / all * 100)} %`));
    return sent.id;
  }

  form.addEventListener('change', show);
  answer(form, async tell => {
    const body = { modelId: form.elements.modelId.value, face: { kind: value('face') } };
    if (form.elements.name.value.trim()) body.name = form.elements.name.value;
    if (value('speech') === 'clip') body.audioVideoId = form.querySelector('[data-field=audioVideoId]').value;
    else body.audioUploadId = await upload('audio', 'the speech', 'audioUploadId', tell);
    if (value('face') === 'video') body.face.videoId = form.querySelector('[data-field="face.videoId"]').value;
    if (value('face') === 'portrait') body.face.uploadId = await upload('portrait', 'the portrait', 'face.uploadId', tell);
    tell('asking…');
    const job = await call('POST', '/api/v1/animations', body);
    return `/jobs/${job.id}`;
  });
  show();
}
