import { expect, test } from 'vitest';
import { parseApiUrl } from '../../common/apiUrl.ts';

test.each([
  ['https://api.example.com', 'https://api.example.com'],
  ['https://API.Example.com', 'https://api.example.com'],
  ['https://api.example.com/', 'https://api.example.com'],
  ['https://api.example.com:443//', 'https://api.example.com'],
  ['https://api.example.com:0443', 'https://api.example.com'],
  ['https://api.example.com:8443/', 'https://api.example.com:8443'],
  ['http://LocalHost:80', 'http://localhost'],
  ['http://127.0.0.1:8080/Base/', 'http://127.0.0.1:8080/Base'],
  ['http://[::1]:80/a', 'http://[::1]/a'],
  ['  https://api.example.com\n', 'https://api.example.com'],
])('%j is the address %s', (text, address) => {
  expect(parseApiUrl(text)).toEqual({ ok: true, value: address });
  expect(parseApiUrl(address)).toEqual({ ok: true, value: address });
});

test.each([
  'https://api.example.com:80',
  'https://api.example.com./',
  'https://api.example.com/A',
  'https://example.com',
  'http://127.0.0.1',
])('%s is not the address https://api.example.com', (text) => {
  expect(parseApiUrl(text)).not.toEqual({ ok: true, value: 'https://api.example.com' });
});

test.each([
  'http://api.example.com',
  'ftp://api.example.com',
  'https://user:password@api.example.com',
  'https://api.example.com?x',
  'https://api.example.com#x',
  'https://api.example.com:65536',
  'https://api.example.com@evil.example.com',
  'api.example.com',
  `https://${'a'.repeat(500)}`,
  '',
])('%j is no address of the API', (text) => {
  expect(parseApiUrl(text).ok).toBe(false);
});
