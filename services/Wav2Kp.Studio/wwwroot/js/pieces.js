// Runs beside the page, on the browser's sound thread: cuts what the microphone hears into pieces of 20 ms, its channels averaged.

class Pieces extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate / 50);
    this.piece = new Float32Array(this.size);
    this.filled = 0;
    this.at = 0; // when the piece's first sample was heard, s on the context's clock
  }

  process([channels]) {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      if (this.filled === 0) this.at = (currentFrame + i) / sampleRate;
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this.piece[this.filled++] = sum / channels.length;
      if (this.filled < this.size) continue;
      this.port.postMessage({ samples: this.piece, at: this.at }, [this.piece.buffer]);
      this.piece = new Float32Array(this.size);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor('pieces', Pieces);
