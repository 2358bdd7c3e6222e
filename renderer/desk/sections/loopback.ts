/** Whether only the machine itself reaches a host, as in a page's address. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/i.test(host);
