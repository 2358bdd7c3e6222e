import { ensureBuilt } from '../../../scripts/build.ts';

/** The end-to-end tests drive the built app. Another build, named by `WALLBOARD_APP_DIR`, is taken as it is. */
export default async function buildFirst(): Promise<void> {
  if (process.env['WALLBOARD_APP_DIR'] !== undefined) return;
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}
