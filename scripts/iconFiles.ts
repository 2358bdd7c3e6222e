/** The two containers of icons, both around PNG pictures. */

const ICO_HEADER = 6;
const ICO_ENTRY = 16;
const ICO_TYPE = 1;
/** An ICO entry writes 256 as 0. */
const ICO_LARGEST = 256;
const BITS_PER_PIXEL = 32;

/** A Windows icon from PNG pictures by their size in pixels (at most 256). */
export function icoFile(pictures: ReadonlyMap<number, Buffer>): Buffer {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * pictures.size);
  header.writeUInt16LE(ICO_TYPE, 2);
  header.writeUInt16LE(pictures.size, 4);
  let at = header.length;
  for (const [index, [size, png]] of [...pictures].entries()) {
    const entry = ICO_HEADER + ICO_ENTRY * index;
    header.writeUInt8(size % ICO_LARGEST, entry);
    header.writeUInt8(size % ICO_LARGEST, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(BITS_PER_PIXEL, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(at, entry + 12);
    at += png.length;
  }
  return Buffer.concat([header, ...pictures.values()]);
}

const ICNS_HEADER = 8;

/** A macOS icon from PNG pictures by the four letters of their kind, such as `ic07` for 128 pixels. */
export function icnsFile(pictures: ReadonlyMap<string, Buffer>): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const header = Buffer.alloc(ICNS_HEADER);
    header.write(type, 'ascii');
    header.writeUInt32BE(ICNS_HEADER + data.length, 4);
    return Buffer.concat([header, data]);
  };
  return chunk('icns', Buffer.concat([...pictures].map(([type, png]) => chunk(type, png))));
}
