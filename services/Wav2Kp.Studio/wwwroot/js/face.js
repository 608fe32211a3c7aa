// A face of 68 points on a canvas, in the order of iBUG's: jaw, brows, nose, eyes, lips; whether each curve is closed.

const curves = [[0, 16], [17, 21], [22, 26], [27, 30], [31, 35], [36, 41, true], [42, 47, true], [48, 59, true], [60, 67, true]];

/** Draws curves and points; at(i) is where point i is on the canvas. */
export function drawPoints(pen, at, line, dot = '#fff') {
  pen.lineWidth = 1.6;
  pen.strokeStyle = line;
  pen.fillStyle = dot;
  for (const [first, last, closed] of curves) {
    pen.beginPath();
    for (let i = first; i <= last; i++) pen.lineTo(...at(i));
    if (closed) pen.closePath();
    pen.stroke();
  }
  for (let i = 0; i < 68; i++) {
    pen.beginPath();
    pen.arc(...at(i), 1.7, 0, 7);
    pen.fill();
  }
}

/** A cleared canvas that has as many pixels as the screen shows of it. */
export function canvas(node) {
  const dense = devicePixelRatio || 1, width = Math.round(node.clientWidth * dense), height = Math.round(node.clientHeight * dense);
  if (node.width !== width || node.height !== height) { node.width = width; node.height = height; }
  const pen = node.getContext('2d');
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.clearRect(0, 0, node.clientWidth, node.clientHeight);
  return pen;
}
