/**
 * Command-line switches of Chromium, Electron and Node that a desktop app is started with by system integrators, test
 * drivers and packagers. Anything else with two hyphens is taken for a mistyped option of ours.
 * `ignore-certificate-errors`, `disable-web-security` and their like are missing on purpose: nothing switches checks off.
 */
const ENGINE_SWITCHES: readonly RegExp[] = [
  /^remote-debugging-(port|pipe|address)$/,
  /^remote-allow-origins$/,
  /^inspect(-brk|-port|-publish-uid)?$/,
  /^no-(sandbox|zygote|proxy-server|first-run|default-browser-check|startup-window|experiments|service-autorun|pings)$/,
  /^(disable|enable)-(?!web-security$|site-isolation)[a-z0-9-]+$/,
  /^force-(device-scale-factor|color-profile|renderer-accessibility|prefers-reduced-motion|dark-mode|high-contrast|ui-direction)$/,
  /^(use-gl|use-angle|use-mock-keychain|use-cmd-decoder|in-process-gpu|ignore-gpu-blocklist|high-dpi-support)$/,
  /^ozone-platform(-hint)?$/,
  /^(user-data-dir|profile-directory|password-store|class|display|gtk-version|lang|touch-events|js-flags)$/,
  /^(proxy-server|proxy-pac-url|proxy-bypass-list|host-rules|auth-server-allowlist|auth-negotiate-delegate-allowlist)$/,
  /^(log-file|log-level|v|vmodule|log-net-log|trace-[a-z-]+)$/,
  /^(headless|hide-scrollbars|mute-audio|autoplay-policy|window-size|window-position|kiosk-printing|edge-touch-filtering)$/,
  /^(allow-pre-commit-input|export-tagged-pdf|metrics-recording-only|original-process-start-time|squirrel-[a-z]+)$/,
];

/** @param rawName the option as written, hyphens included */
export function isEngineSwitch(rawName: string): boolean {
  if (/^-psn_/.test(rawName)) return true;
  // Single letters: macOS starts apps from the Finder with -psn_…, which parses as a row of short options.
  if (!rawName.startsWith('--')) return /^-[psnr_\d]$/.test(rawName);
  const name = rawName.slice(2);
  return ENGINE_SWITCHES.some((pattern) => pattern.test(name));
}
