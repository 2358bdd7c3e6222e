import { crc32, deflateSync } from 'node:zlib';
import type { TrayStatus } from './trayStatus.ts';

/** A point of the icon; both parts run from −1 to 1. */
type Inside = (x: number, y: number) => boolean;

interface Sign {
  /** Red, green, blue: middling in brightness, to be seen on dark and on light task bars. */
  readonly colour: readonly [number, number, number];
  readonly inside: Inside;
}

/** Shape and colour say the same, as on the wall: disc, diamond, triangle, ring. */
const SIGNS: Readonly<Record<TrayStatus, Sign>> = {
  good: { colour: [0x1f, 0xa8, 0x7a], inside: (x, y) => Math.hypot(x, y) <= 0.8 },
  warn: { colour: [0xe0, 0x98, 0x12], inside: (x, y) => Math.abs(x) + Math.abs(y) <= 0.95 },
  bad: { colour: [0xe5, 0x48, 0x3d], inside: (x, y) => y <= 0.8 && y >= -0.9 && Math.abs(x) <= (y + 0.9) * 0.56 },
  none: {
    colour: [0x84, 0x93, 0xa5],
    inside: (x, y) => Math.hypot(x, y) <= 0.8 && Math.hypot(x, y) >= 0.5,
  },
};

/** Each pixel is looked at in so many places along each side, so that edges come out smooth. */
const SAMPLES = 4;
const OPAQUE = 255;
const BYTES_PER_PIXEL = 4;

/** How much of a pixel lies inside, from 0 to 1. */
function coverage(inside: Inside, column: number, row: number, size: number): number {
  let hits = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = column + ((i % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    if (inside((2 * x) / size - 1, (2 * y) / size - 1)) hits += 1;
  }
  return hits / (SAMPLES * SAMPLES);
}

/** Scan lines of RGBA pixels, each behind the number of its filter (none). */
function scanLines({ colour, inside }: Sign, size: number): Buffer {
  const lineBytes = 1 + size * BYTES_PER_PIXEL;
  const lines = Buffer.alloc(lineBytes * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const alpha = Math.round(coverage(inside, column, row, size) * OPAQUE);
      lines.set([...colour, alpha], row * lineBytes + 1 + column * BYTES_PER_PIXEL);
    }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a channel, RGBA, and the only ways there are to compress, filter and interlace. */
const FORMAT = [8, 6, 0, 0, 0];

/**
 * The tray's icon as a PNG file. Drawn here rather than kept as a file: nothing has to be found again inside a package.
 * @param size width and height in pixels
 */
export function trayPng(status: TrayStatus, size: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(FORMAT)])),
    chunk('IDAT', deflateSync(scanLines(SIGNS[status], size))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
