// Reads and writes safetensors: eight bytes of the header's length, the header in JSON, the tensors one after the other.

const kinds = { F32: Float32Array, F64: Float64Array, U8: Uint8Array };
const maxHeader = 1 << 24;

/** The tensors by name, each { shape, data }, and the file's metadata. */
export function read(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  if (length > maxHeader || length + 8 > buffer.byteLength) throw new Error('The file of landmarks is damaged.');
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const tensors = {};
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(entries))
    if (kinds[dtype]) tensors[name] = { shape, data: new kinds[dtype](buffer.slice(8 + length + from, 8 + length + to)) };
  return { tensors, metadata };
}

/** A file of tensors, each { shape, data }, with metadata of text. */
export function write(tensors, metadata) {
  const header = { __metadata__: metadata }, parts = [];
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const dtype = Object.keys(kinds).find(kind => data instanceof kinds[kind]);
    header[name] = { dtype, shape, data_offsets: [end, end += data.byteLength] };
    parts.push(data);
  }
  const text = new TextEncoder().encode(JSON.stringify(header)), padded = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(8 + padded).fill(32);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, 8);
  return new Blob([head, ...parts], { type: 'application/octet-stream' });
}
