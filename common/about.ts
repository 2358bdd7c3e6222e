/** One display of the machine, as its owner can recognise it. */
export interface DisplayInfo {
  /** Lasting: made of what the display is, such as `DELL U2720Q 3840x2160 #1`, not of a number dealt at each start. */
  readonly id: string;
  /** Such as `DELL U2720Q`; empty where the system does not tell. */
  readonly label: string;
  /** Size in device-independent pixels. */
  readonly width: number;
  readonly height: number;
  readonly primary: boolean;
}

/** What the app is and runs on. */
export interface About {
  readonly app: { readonly name: string; readonly version: string };
  readonly shell: 'desktop' | 'browser';
  /** Versions of what the app runs on, such as `electron`, `chromium` or `node`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly displays: readonly DisplayInfo[];
  readonly canOpenAtLogin: boolean;
}
