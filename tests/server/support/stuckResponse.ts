import { EventEmitter } from 'node:events';

/** A response whose socket takes nothing until told to. */
export class StuckResponse extends EventEmitter {
  readonly written: string[] = [];
  takesMore = true;
  destroyed = false;
  writeHead(): this {
    return this;
  }
  write(text: string): boolean {
    this.written.push(text);
    return this.takesMore;
  }
  end(): void {
    this.emit('close');
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}
