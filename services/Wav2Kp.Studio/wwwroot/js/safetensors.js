// Reads safetensors: eight bytes of the header's length, the header in JSON, the tensors one after the other.

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
