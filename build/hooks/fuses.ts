import { FuseV1Options, FuseVersion } from '@electron/fuses';

/** Every fuse of the runtime, and why. A fuse that a later Electron brings stops the packaging until it is decided here. */
export const FUSES = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  /** The program is no Node that anybody may run scripts with. */
  [FuseV1Options.RunAsNode]: false,
  /** Chromium's cookies are encrypted by the system's keychain. */
  [FuseV1Options.EnableCookieEncryption]: true,
  /** NODE_OPTIONS could load code into the app. It takes NODE_EXTRA_CA_CERTS along: certificates are the system's. */
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  /** No debugger of Node may be attached by an argument or a signal; of Chromium's, electron/launching.ts keeps it. */
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  /** Windows and macOS check the archive against the hash inside the program. */
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  /** No folder beside the archive is taken for the app. */
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  /** There is no snapshot of ours to load. */
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  /** Pages come from app://, never from file://. */
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  /** As Chromium does it. */
  [FuseV1Options.WasmTrapHandlers]: true,
} as const;
