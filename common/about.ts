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

/**
 * What is known of a newer release. `unavailable`: this installation does not update itself, and `reason` says why; `off`:
 * the owner has not switched it on.
 */
export type UpdateState =
  | { readonly kind: 'unavailable'; readonly reason: 'notPackaged' | 'bySystem' | 'notConfigured' | 'unverifiable' }
  | { readonly kind: 'off' | 'checking' | 'current' }
  | { readonly kind: 'downloading' | 'ready'; readonly version: string }
  /** `unsigned`: what was offered is not signed by who makes this app, and was thrown away. */
  | { readonly kind: 'failed'; readonly reason: 'network' | 'unsigned' | 'unknown' };

/** What the app is and runs on. */
export interface About {
  readonly app: { readonly name: string; readonly version: string };
  readonly shell: 'desktop' | 'browser';
  /** Versions of what the app runs on, such as `electron`, `chromium` or `node`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly displays: readonly DisplayInfo[];
  readonly canOpenAtLogin: boolean;
  readonly update: UpdateState;
  /** Folder of the log, for whoever looks after the machine; null where nothing is written. */
  readonly logFolder: string | null;
}
