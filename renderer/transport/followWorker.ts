/** The worker that all pages of a browser share; all of its work is in `followHub.ts`. Its name is the wallboard's address. */
import { follow } from './follow.ts';
import { createFollowHub } from './followHub.ts';
import { createStateRequests } from './requests.ts';

const urlOf = (path: string): string => new URL(path, self.name).href;

const hub = createFollowHub((listener) =>
  follow(listener, {
    ...createStateRequests((path, init) => fetch(urlOf(path), init)),
    openStream: () => new EventSource(urlOf('events')),
    random: () => Math.random(),
  }),
);

self.addEventListener('connect', (event) => {
  if (!(event instanceof MessageEvent)) return;
  for (const port of event.ports) hub.join(port);
});
