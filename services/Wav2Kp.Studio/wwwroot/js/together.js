// Plays several videos in step: the first one leads, the others are put right when they stray by more than a frame or two.

const stray = 0.05; // seconds

export function start(part) {
  const videos = [...part.querySelectorAll('video')];
  const play = part.querySelector('[data-play]'), seek = part.querySelector('[data-seek]'), sound = part.querySelector('[data-sound]');
  const [lead] = videos;
  const hear = () => videos.forEach((v, i) => { v.muted = i !== sound.selectedIndex; });
  const length = () => Math.max(...videos.map(v => v.duration || 0));
  const align = () => videos.slice(1).forEach(v => {
    const at = Math.min(lead.currentTime, v.duration || lead.currentTime);
    if (Math.abs(v.currentTime - at) > stray) v.currentTime = at;
  });
  hear();
  sound.addEventListener('change', hear);
  play.addEventListener('click', () => {
    if (!lead.paused) return videos.forEach(v => v.pause());
    if (lead.ended) videos.forEach(v => { v.currentTime = 0; });
    videos.forEach(v => v.play().catch(error => { if (error.name !== 'AbortError') play.textContent = 'Cannot be played'; }));
  });
  lead.addEventListener('play', () => { play.textContent = 'Pause all'; });
  for (const name of ['pause', 'ended']) lead.addEventListener(name, () => { play.textContent = 'Play all'; });
  lead.addEventListener('timeupdate', () => { align(); if (document.activeElement !== seek || !lead.paused) seek.value = lead.currentTime / (length() || 1); });
  seek.addEventListener('input', () => videos.forEach(v => { v.currentTime = Math.min(seek.value * length(), v.duration || 0); }));
}
