// A clip with its 68 points drawn over it; beneath, the mouth's opening and the sound over time, and the frames without a face.
import { canvas, drawPoints } from './face.js';
import { call, Problem } from './forms.js';
import { read } from './safetensors.js';

const maxSound = 64 << 20; // bytes: half an hour; a longer one is not drawn
const [top, bottom] = [62, 66]; // inner edges of the upper and the lower lip

export async function start(player) {
  const video = player.querySelector('video'), over = player.querySelector('.points'), track = player.querySelector('.track'), note = player.querySelector('.note');
  const stage = player.querySelector('.stage');
  let clock = video, face = null, peaks = null, lostNote = '';

  // what the browser cannot play, such as MPEG-1, it plays as a copy
  let asked = false;
  const fail = async () => {
    if (clock !== video) return;
    if (!asked) {
      asked = true;
      stage.classList.add('waits');
      note.textContent = 'This browser cannot play this kind of video: a copy that it can play is being made…';
      try {
        const { url } = await call('POST', player.dataset.preview);
        video.src = url;
        note.textContent = 'This is a copy: browsers do not play the kind of video that was uploaded.' + lostNote;
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
      } finally {
        stage.classList.remove('waits');
      }
      if (clock !== video) return;
    }
    video.hidden = true;
    if (!player.dataset.audio) { note.textContent = 'This browser cannot play this kind of video; download the source to see it.'; stage.hidden = true; return; }
    note.textContent = 'This browser cannot play this kind of video: its sound and points are shown by themselves.';
    clock = Object.assign(document.createElement('audio'), { src: player.dataset.audio, controls: true, preload: 'auto' });
    stage.after(clock);
    stage.classList.add('bare');
    watch();
    draw();
  };
  video.addEventListener('error', fail);
  video.addEventListener('loadedmetadata', () => { if (!video.videoWidth) fail(); });
  if (video.error) fail();
  if (!track) return;

  try {
    const response = await fetch(player.dataset.landmarks);
    if (!response.ok) throw new Error(`The landmarks cannot be read: the server answered ${response.status}.`);
    const { tensors, metadata } = read(await response.arrayBuffer());
    const points = tensors.points.data, frames = tensors.points.shape[0];
    const rate = fraction(metadata.frame_rate) || 25;
    const times = tensors.timestamps?.data ?? Float64Array.from({ length: frames }, (_, i) => i / rate);
    const valid = tensors.valid?.data ?? new Uint8Array(frames).fill(1), flags = tensors.flags?.data ?? new Uint8Array(frames);
    const opening = Float32Array.from({ length: frames }, (_, f) => valid[f]
      ? Math.hypot(points[f * 136 + bottom * 2] - points[f * 136 + top * 2], points[f * 136 + bottom * 2 + 1] - points[f * 136 + top * 2 + 1]) : NaN);
    face = { points, frames, times, valid, flags, opening, width: Number(metadata.width) || 0, height: Number(metadata.height) || 0, length: times[frames - 1] + 1 / rate };
    const lost = valid.reduce((n, v) => n + !v, 0);
    if (lost) note.textContent += lostNote = ` ${lost} of ${frames} frames show no face.`;
  } catch (problem) {
    note.textContent = problem.message;
    track.hidden = true;
    return;
  }
  track.setAttribute('aria-valuemax', face.frames - 1);
  sound(player.dataset.audio).then(found => { peaks = found; draw(); });

  /** The frame that is shown at a time: the last one that began. */
  const frameAt = time => {
    let low = 0, high = face.frames - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (face.times[middle] <= time + 1e-3) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  function draw(time = clock.currentTime) {
    if (!face) return;
    const frame = frameAt(time);
    drawFace(frame);
    drawTrack(time);
    const state = !face.valid[frame] ? 'no face' : face.flags[frame] & 15 ? 'flagged' : `mouth ${face.opening[frame].toFixed(1)} px`;
    player.querySelector('.frame').textContent = `frame ${frame} of ${face.frames}, ${face.times[frame].toFixed(2)} s, ${state}`;
    track.setAttribute('aria-valuenow', frame);
    track.setAttribute('aria-valuetext', `frame ${frame}, ${face.times[frame].toFixed(2)} seconds, ${state}`);
  }

  function drawFace(frame) {
    const pen = canvas(over);
    const [width, height] = [over.clientWidth, over.clientHeight];
    const [w, h] = [face.width || video.videoWidth, face.height || video.videoHeight];
    if (!w || !player.querySelector('[data-points]').checked) return;
    const scale = Math.min(width / w, height / h), left = (width - w * scale) / 2, up = (height - h * scale) / 2;
    if (!face.valid[frame]) {
      pen.fillStyle = colour('--bad');
      pen.font = '600 15px system-ui, sans-serif';
      pen.textAlign = 'center';
      pen.fillText('no face in this frame', width / 2, up + 24);
      return;
    }
    const at = i => [left + (face.points[(frame * 68 + i) * 2] + 0.5) * scale, up + (face.points[(frame * 68 + i) * 2 + 1] + 0.5) * scale];
    drawPoints(pen, at, face.flags[frame] & 15 ? '#ffb020' : '#37e07c');
  }

  function drawTrack(time) {
    const pen = canvas(track);
    const [width, height] = [track.clientWidth, track.clientHeight];
    const x = t => t / face.length * width, base = height - 6;
    if (peaks) {
      pen.fillStyle = colour('--line');
      for (let i = 0; i < width; i++) {
        const peak = peaks.at(i / width * face.length, (i + 1) / width * face.length);
        pen.fillRect(i, height / 2 - peak * height / 2, 1, Math.max(1, peak * height));
      }
    }
    const span = f => [x(face.times[f]), x(f + 1 < face.frames ? face.times[f + 1] : face.length)];
    for (let f = 0; f < face.frames; f++) {
      if (face.valid[f] && !(face.flags[f] & 15)) continue;
      pen.fillStyle = colour(face.valid[f] ? '--busy' : '--bad');
      const [from, to] = span(f);
      pen.fillRect(from, face.valid[f] ? height - 5 : 0, Math.max(1, to - from), face.valid[f] ? 5 : height);
    }
    const most = face.opening.reduce((m, v) => v > m ? v : m, 1);
    pen.strokeStyle = colour('--series-1');
    pen.lineWidth = 1.6;
    pen.beginPath();
    let joined = false;
    for (let f = 0; f < face.frames; f++) {
      const value = face.opening[f];
      if (Number.isNaN(value)) { joined = false; continue; }
      pen[joined ? 'lineTo' : 'moveTo'](x(face.times[f]), base - value / most * (base - 14));
      joined = true;
    }
    pen.stroke();
    pen.fillStyle = colour('--dim');
    pen.font = '11px system-ui, sans-serif';
    pen.fillText(`${most.toFixed(1)} px`, 3, 12);
    pen.fillStyle = colour('--text');
    pen.fillRect(Math.min(width - 2, x(time)), 0, 2, height);
  }

  const seek = time => { clock.currentTime = Math.max(0, Math.min(time, (clock.duration || face.length) - 1e-3)); draw(clock.currentTime); };
  track.addEventListener('pointerdown', event => {
    track.setPointerCapture(event.pointerId);
    const move = e => seek((e.clientX - track.getBoundingClientRect().left) / track.clientWidth * face.length);
    move(event);
    track.addEventListener('pointermove', move);
    track.addEventListener('pointerup', () => track.removeEventListener('pointermove', move), { once: true });
  });
  track.addEventListener('keydown', event => {
    const frame = frameAt(clock.currentTime), last = face.frames - 1;
    const to = { ArrowRight: frame + 1, ArrowLeft: frame - 1, PageDown: frame + 25, PageUp: frame - 25, Home: 0, End: last }[event.key];
    if (event.key === ' ') { if (clock.paused) clock.play(); else clock.pause(); }
    else if (to === undefined) return;
    else { clock.pause(); seek(face.times[Math.max(0, Math.min(last, to))] + 5e-4); }
    event.preventDefault();
  });
  player.querySelector('[data-points]').addEventListener('change', () => draw());

  function watch() {
    const mine = clock;
    for (const name of ['seeked', 'loadeddata', 'timeupdate']) mine.addEventListener(name, () => draw());
    if (mine.requestVideoFrameCallback) {
      const turn = (_, shown) => { if (mine === clock) { draw(shown.mediaTime); mine.requestVideoFrameCallback(turn); } };
      mine.requestVideoFrameCallback(turn);
    } else {
      const turn = () => { if (mine === clock) { if (!mine.paused) draw(); requestAnimationFrame(turn); } };
      turn();
    }
  }
  watch();
  new ResizeObserver(() => draw()).observe(player);
  draw();
}

/** Loud and quiet of a 16-bit mono WAV file: at(from, to) is the highest sample in seconds, 0 to 1. */
async function sound(address) {
  if (!address) return null;
  const response = await fetch(address);
  if (!response.ok || Number(response.headers.get('content-length')) > maxSound) return null;
  const buffer = await response.arrayBuffer(), view = new DataView(buffer);
  let at = 12, rate = 16000;
  for (; at + 8 <= buffer.byteLength; at += 8 + view.getUint32(at + 4, true) + (view.getUint32(at + 4, true) & 1)) {
    const name = String.fromCharCode(...new Uint8Array(buffer, at, 4));
    if (name === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 10, true) !== 1 || view.getUint16(at + 22, true) !== 16) return null;
      rate = view.getUint32(at + 12, true);
    }
    if (name === 'data') break;
  }
  if (at + 8 > buffer.byteLength) return null;
  const samples = new Int16Array(buffer.slice(at + 8, at + 8 + Math.floor((buffer.byteLength - at - 8) / 2) * 2));
  const loudest = samples.reduce((m, v) => Math.max(m, Math.abs(v)), 1);
  return {
    at(from, to) {
      let peak = 0;
      for (let i = Math.floor(from * rate); i < Math.min(samples.length, to * rate); i++) peak = Math.max(peak, Math.abs(samples[i]));
      return peak / loudest;
    },
  };
}

function fraction(text) {
  const [over, under = 1] = (text ?? '').split('/').map(Number);
  return over / under;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name);
