// Live speech: the microphone's sound goes to the server in pieces of 20 ms, and the face that comes back is drawn at once.
import { Problem } from './forms.js';
import { canvas, drawPoints } from './face.js';
import { send } from './upload.js';
import { write } from './safetensors.js';

const wantedRate = 16000; // what models hear: the browser resamples, or else the server
const remembered = 500; // frames that the figures are made of
const longest = 600; // seconds that are kept to be downloaded
const most = 64 << 10; // bytes that may wait to be sent: more means that the connection is too slow
const patience = 5000; // ms, for the last frames

/** The last values of something, and their quantiles. */
class Figures {
  values = [];
  add(value) { this.values.push(value); if (this.values.length > remembered) this.values.shift(); }
  at(share) {
    const sorted = this.values.toSorted((a, b) => a - b);
    return sorted.length ? sorted[Math.floor(share * (sorted.length - 1))] : NaN;
  }
}

class Session {
  frames = []; // { time, points }
  sound = [];
  seconds = 0;
  sent = []; // when each piece was sent, ms
  figures = { drawn: new Figures(), trip: new Figures(), compute: new Figures() };
  latest = null;
  skipped = 0;
  ready = null;
  lag = Infinity; // the page's clock less the sound's, at its smallest: the rest is waiting
  began = null; // the first sample's time on the sound's clock, s
}

export function start(part) {
  const find = selector => part.querySelector(selector);
  const form = find('form'), toggle = find('[data-toggle]'), says = find('.says'), face = form.elements.face, model = form.elements.model;
  const over = find('canvas'), picture = find('img'), meter = find('meter'), level = find('output'), results = find('[data-results]');
  const portrait = find('#live-portrait'), choice = find('[data-portrait]');
  let session = null, close = null, timer = 0;
  const urls = [];

  const tell = (text, bad = false) => { says.textContent = text; says.classList.toggle('error', bad); };
  const show = (name, value) => { find(`[data-figure=${name}]`).textContent = value; };

  function label(text, busy = false) {
    toggle.textContent = text;
    toggle.disabled = busy;
    for (const field of [model, face, portrait]) field.disabled = text === 'Stop' || busy;
  }

  async function begin() {
    label('Start', true);
    results.hidden = true;
    wipe();
    const mine = session = new Session();
    const shut = [];
    close = () => { while (shut.length) shut.pop()(); };
    try {
      tell('Asking for the microphone…');
      const { stream, context } = await microphone();
      shut.push(() => stream.getTracks().forEach(track => track.stop()), () => context.close());
      // the microphone may be unplugged, or forbidden while one speaks
      stream.getAudioTracks()[0].addEventListener('ended', () => { if (session === mine) end('The microphone went away.', true); });
      await context.audioWorklet.addModule('/js/pieces.js');
      const chosen = face.value === 'portrait' ? await upload() : { kind: 'mean' };
      tell('Connecting…');
      mine.rate = context.sampleRate;
      mine.face = chosen.kind;
      const { socket, ready } = await connect({ type: 'start', model: model.value, sampleRate: context.sampleRate, channels: 1, encoding: 'f32le', face: chosen });
      [mine.socket, mine.ready] = [socket, ready];
      shut.push(() => socket.close());
      const [numerator, denominator = 1] = ready.frameRate.split('/').map(Number);
      show('frame-length', Math.round(1000 * denominator / numerator));
      show('ahead', ready.lookAheadMs);
      socket.addEventListener('message', event => take(mine, JSON.parse(event.data)));
      socket.addEventListener('close', event => { if (session === mine && !mine.over) end(mine.fault ?? broken(event.code), true); });
      const source = context.createMediaStreamSource(stream), pieces = new AudioWorkletNode(context, 'pieces', { numberOfOutputs: 1 });
      pieces.port.onmessage = ({ data }) => { if (session === mine && !mine.over) hear(mine, data.samples, data.at); };
      source.connect(pieces).connect(context.destination); // it is silent there
      await context.resume();
      tell('Speak: the face listens.');
      label('Stop');
      timer = setInterval(() => figures(mine), 500);
      requestAnimationFrame(() => draw(mine));
    } catch (problem) {
      close();
      session = null;
      label('Start');
      tell(problem instanceof Problem ? problem.message : `It did not begin: ${problem.message}`, true);
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  async function upload() {
    const file = portrait.files[0];
    if (!file) throw new Problem({ detail: 'Choose a picture first.' });
    tell('Sending the picture…');
    const answer = await send('/api/v1/uploads', file, () => {});
    return { kind: 'portrait', uploadId: answer.id };
  }

  function hear(mine, samples, at) {
    const now = performance.now(), duration = samples.length / mine.rate;
    mine.began ??= at;
    mine.lag = Math.min(mine.lag, now - (at + duration) * 1000);
    let power = 0;
    for (const sample of samples) power += sample * sample;
    const decibels = Math.max(-60, 10 * Math.log10(power / samples.length + 1e-9));
    meter.value = decibels;
    mine.heard ||= power > 0;
    mine.level = Math.max(mine.level ?? -60, decibels);
    if (mine.socket.bufferedAmount > most) return end('The connection is too slow for live speech.', true);
    mine.sent.push(now);
    mine.socket.send(samples);
    mine.sound.push(samples);
    mine.seconds += duration;
    if (mine.seconds >= longest) end(`${longest / 60} minutes are as much as is kept: start again to go on.`);
  }

  function take(mine, message) {
    if (message.type === 'frame') {
      const now = performance.now();
      mine.figures.compute.add(message.ms);
      mine.figures.trip.add(now - mine.sent[message.pieces - 1]);
      mine.frames.push({ time: message.time, points: message.points });
      if (mine.latest && !mine.latest.drawn) mine.skipped++;
      mine.latest = { ...message, drawn: false };
    } else if (message.type === 'end') {
      mine.finish?.();
    } else if (message.type === 'error') {
      mine.fault = message.message;
    }
  }

  function draw(mine) {
    if (session !== mine) return;
    const frame = mine.latest;
    if (frame && !frame.drawn) {
      frame.drawn = true;
      paint(mine);
      if (!mine.over) mine.figures.drawn.add(performance.now() - ((mine.began + frame.time) * 1000 + mine.lag));
    }
    requestAnimationFrame(() => draw(mine));
  }

  function paint(mine) {
    const pen = canvas(over), points = mine?.latest?.points;
    if (!points) return;
    const [width, height] = [over.clientWidth, over.clientHeight], { width: w, height: h } = mine.ready;
    const scale = Math.min(width / w, height / h), left = (width - w * scale) / 2, up = (height - h * scale) / 2;
    drawPoints(pen, i => [left + points[2 * i] * scale, up + points[2 * i + 1] * scale], '#37e07c');
  }

  /** What was drawn is not the face of what is chosen now. */
  function wipe() {
    session = null;
    canvas(over);
  }

  function figures(mine) {
    const round = value => Number.isFinite(value) ? value < 10 ? value.toFixed(2) : Math.round(value) : '–';
    for (const [name, values] of Object.entries(mine.figures)) {
      show(`${name}-median`, round(values.at(0.5)));
      show(`${name}-p99`, round(values.at(0.99)));
    }
    show('frames', mine.frames.length);
    show('skipped', mine.skipped);
    if (mine.level !== undefined) level.textContent = `${Math.round(mine.level)} dB`;
    mine.level = undefined;
    if (!mine.over && mine.seconds > 2 && !mine.heard) tell('The microphone is silent: is it the right one, and turned on?', true);
    else if (says.classList.contains('error') && !mine.over) tell('Speak: the face listens.');
  }

  /** Ends the session: the last frames come, then what was said can be downloaded. */
  async function end(text, bad = false) {
    const mine = session;
    if (!mine || mine.over) return;
    mine.over = true;
    label('Stop', true);
    if (mine.socket?.readyState === WebSocket.OPEN && !bad) {
      const finished = new Promise(resolve => { mine.finish = resolve; setTimeout(resolve, patience); });
      mine.socket.send('{"type":"end"}');
      await finished;
    }
    clearInterval(timer);
    close();
    figures(mine);
    meter.value = -60;
    level.textContent = '–';
    if (mine.latest) { mine.latest.drawn = true; paint(mine); }
    label('Start');
    const lasted = `${mine.seconds.toFixed(1)} s were spoken, ${mine.frames.length} frames came.`;
    tell(text ? `${text} ${lasted}` : lasted, bad);
    offer(mine);
    toggle.focus();
  }

  function offer(mine) {
    while (urls.length) URL.revokeObjectURL(urls.pop());
    results.hidden = !mine.frames.length;
    if (!mine.frames.length) return;
    const files = { wav: wav(mine), csv: csv(mine), safetensors: tensors(mine), json: json(mine) };
    for (const [kind, blob] of Object.entries(files)) {
      const link = find(`[data-file=${kind}]`);
      link.href = URL.createObjectURL(blob);
      link.download = link.textContent;
      urls.push(link.href);
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (toggle.disabled) return;
    if (session && !session.over) end();
    else begin();
  });
  document.addEventListener('keydown', event => {
    if (event.key !== ' ' || event.repeat || event.target.closest('button, a, input, select, textarea, summary, video, audio')) return;
    event.preventDefault();
    form.requestSubmit();
  });
  face.addEventListener('change', () => { wipe(); choice.hidden = face.value !== 'portrait'; picture.hidden = face.value !== 'portrait' || !portrait.files[0]; });
  portrait.addEventListener('change', () => {
    const file = portrait.files[0];
    wipe();
    picture.hidden = !file;
    choice.textContent = file ? file.name : 'Choose a picture';
    if (!file) return;
    // what the page shows may come from no blob: only data is allowed there
    const reader = new FileReader();
    reader.addEventListener('load', () => { picture.src = reader.result; });
    reader.readAsDataURL(file);
  });
  if (portrait.files.length) portrait.dispatchEvent(new Event('change')); // chosen before this script was there
  model.addEventListener('change', () => { wipe(); show('ahead', model.selectedOptions[0].dataset.ahead); });
  show('ahead', model.selectedOptions[0].dataset.ahead);
  new ResizeObserver(() => paint(session)).observe(over);
  addEventListener('pagehide', () => close?.());
  toggle.disabled = false;
}

async function microphone() {
  if (!navigator.mediaDevices?.getUserMedia) throw new Problem({ detail: 'This browser gives pages the microphone only on this machine or over https: open the console that way.' });
  let stream;
  try {
    // what makes calls pleasant changes what the model hears
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch (error) {
    throw new Problem({ detail: {
      NotAllowedError: 'The browser refuses the microphone: allow it for this page (the sign beside the address), then start again.',
      NotFoundError: 'There is no microphone: connect one, then start again.',
      NotReadableError: 'The microphone cannot be used: another program may have it.',
    }[error.name] ?? `The microphone cannot be used: ${error.message}` });
  }
  let context = new AudioContext({ sampleRate: wantedRate, latencyHint: 'interactive' });
  try {
    context.createMediaStreamSource(stream);
  } catch {
    // some browsers do not resample: the server does
    await context.close();
    context = new AudioContext({ latencyHint: 'interactive' });
  }
  return { stream, context };
}

/** A session that listens: nothing is sent before, so that nothing waits while the model is read. */
function connect(first) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`);
    const settled = new AbortController();
    const fail = detail => { settled.abort(); socket.close(); reject(new Problem({ detail })); };
    socket.addEventListener('open', () => socket.send(JSON.stringify(first)));
    socket.addEventListener('message', event => {
      const message = JSON.parse(event.data);
      if (message.type !== 'ready') return fail(message.message);
      settled.abort();
      resolve({ socket, ready: message });
    }, { signal: settled.signal });
    socket.addEventListener('close', () => fail('The Inference service cannot be reached: is it running? The overview tells.'), { signal: settled.signal });
  });
}

const broken = code => code === 1006 ? 'The connection broke.' : `The connection was closed (${code}).`;

function samples(mine) {
  const all = new Float32Array(mine.sound.reduce((n, piece) => n + piece.length, 0));
  let at = 0;
  for (const piece of mine.sound) { all.set(piece, at); at += piece.length; }
  return all;
}

/** 32-bit floats: the very samples that were sent. */
function wav(mine) {
  const data = samples(mine), head = new DataView(new ArrayBuffer(44)), rate = mine.rate;
  const text = (at, name) => { for (let i = 0; i < 4; i++) head.setUint8(at + i, name.charCodeAt(i)); };
  text(0, 'RIFF'); head.setUint32(4, 36 + data.byteLength, true); text(8, 'WAVE');
  text(12, 'fmt '); head.setUint32(16, 16, true); head.setUint16(20, 3, true); head.setUint16(22, 1, true);
  head.setUint32(24, rate, true); head.setUint32(28, rate * 4, true); head.setUint16(32, 4, true); head.setUint16(34, 32, true);
  text(36, 'data'); head.setUint32(40, data.byteLength, true);
  return new Blob([head, data], { type: 'audio/wav' });
}

function csv(mine) {
  const head = ['frame', 'time', ...Array.from({ length: 68 }, (_, i) => `x${i},y${i}`)].join();
  const lines = mine.frames.map((frame, i) => [i, frame.time, ...frame.points].join());
  return new Blob([head, '\n', lines.join('\n'), '\n'], { type: 'text/csv' });
}

function tensors(mine) {
  const frames = mine.frames.length;
  return write({
    points: { shape: [frames, 68, 2], data: Float32Array.from(mine.frames.flatMap(frame => frame.points)) },
    timestamps: { shape: [frames], data: Float64Array.from(mine.frames, frame => frame.time) },
  }, { format: 'wav2kp.keypoints', version: '1', frame_rate: mine.ready.frameRate, width: `${mine.ready.width}`, height: `${mine.ready.height}`, face: mine.face, recipe: mine.ready.model.recipe });
}

/** As an animation's keypoints.json has it, and which model it was. */
function json(mine) {
  const { model, frameRate, lookAheadMs, width, height } = mine.ready, frames = mine.frames;
  const [numerator, denominator = 1] = frameRate.split('/').map(Number);
  const object = {
    format: 'wav2kp.keypoints', version: 1, audio: 'speech.wav', audioSeconds: samples(mine).length / mine.rate, frameRate, rate: numerator / denominator, width, height,
    face: mine.face, recipe: model.recipe, model, lookAheadMs,
    axes: ['frame', 'point', 'xy'], units: { points: 'px', timestamps: 's' },
    timestamps: frames.map(frame => frame.time),
    points: frames.map(({ points }) => Array.from({ length: 68 }, (_, i) => [points[2 * i], points[2 * i + 1]])),
  };
  return new Blob([JSON.stringify(object)], { type: 'application/json' });
}
