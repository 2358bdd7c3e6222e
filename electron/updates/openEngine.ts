import { autoUpdater as squirrel } from 'electron';
import { MacUpdater, NsisUpdater, type AppUpdater } from 'electron-updater';
import { AppImageInPlace } from './appImage.ts';
import { createEngine, type Target, type UpdateEngine } from './engine.ts';
import type { Release } from './release.ts';
import { withoutListeners } from './squirrel.ts';

function updaterFor(platform: NodeJS.Platform): AppUpdater {
  if (platform === 'win32') return new NsisUpdater();
  return platform === 'darwin' ? new MacUpdater() : new AppImageInPlace();
}

/** The updater of this system in this app. This module alone brings electron-updater along. */
export function openEngine(release: Release, target: Target): UpdateEngine {
  if (target.platform !== 'darwin') return createEngine(updaterFor(target.platform), release, target);
  withoutListeners(squirrel);
  return createEngine(updaterFor('darwin'), release, { ...target, squirrel });
}
