import { beforeEach } from 'vitest';

/** Each test opens its pages in a browser that remembers nothing of the tests before it. */
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
