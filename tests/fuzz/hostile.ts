import fc from 'fast-check';

const LONG = '长'.repeat(20_000);
/** B-08 … B-14, B-45, B-54, B-65, B-66: what has no business in any field. */
export const HOSTILE: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    'a\udfff',
    '\u202e',
    '\ufeff',
    '１２３',
    LONG,
    '阿卜杜拉·买买提',
    '𬭎𰻞',
    '=cmd|x',
    '{{7*7}}',
  ],
  ...[
    "' or 1=1 --",
    "'; drop table people.person; --",
    'a" or "1"="1',
    '%',
    '_',
    '\\',
    '\u0024{jndi:ldap://x}',
    '<script>',
  ],
  ...[
    '../../etc/passwd',
    '..%2f',
    'a\r\nset-cookie: x=1',
    'constructor',
    '__proto__',
    'null',
    'undefined',
    '2023-02-30',
  ],
  ...['0000-00', '9999-99', '2023-13', '-1', '1e3', '0x10', '9'.repeat(400), '330000', 'Z00000000', '999999999999'],
  ...[null, true, false, 0, -0, -1, 1.5, 1e21, 2 ** 53, -(2 ** 31), 2 ** 31, 1e-7, [], {}, [[]], [null], { a: 1 }],
  ...[{ $gt: '' }, ['331083', '330106'], { toString: 1 }, { length: 1e9 }],
);
export const RAW: fc.Arbitrary<string> = fc.constantFrom(
  ...['', ' ', 'null', '1', '"a"', '[]', '{', '}', '{}{}', '{"a":1,"a":2}', '{"__proto__":{"a":1}}', '{"a":1e400}'],
  ...[
    '{"constructor":{"prototype":{"a":1}}}',
    '{"a":9007199254740993}',
    'name=a&password=b',
    '<?xml version="1.0"?><a/>',
  ],
  ...[
    '['.repeat(1_000) + ']'.repeat(1_000),
    '{"a":'.repeat(1_000),
    `{"a":"${'x'.repeat(100_000)}"}`,
    '\ufeff{}',
    '{"a":"\\ud800"}',
  ],
  ...[
    '{"a":"\\u0000"}',
    '{"\\u0000":1}',
    `[${'1,'.repeat(50_000)}1]`,
    `{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":1`)}}`,
  ],
);
export const RAW_PARAMETER = fc.constantFrom(
  ...[
    '%00',
    '%2e%2e',
    '%2f',
    '..;',
    '%25%32%66',
    '%zz',
    '%',
    '%e0%80%80',
    "'",
    '1%27',
    '-1',
    '1e9',
    '0x1',
    'NaN',
    ' 1',
    '%20',
  ],
  ...[
    '1%0d%0a',
    'undefined',
    'constructor',
    '__proto__',
    'a'.repeat(290),
    'a'.repeat(400),
    '２',
    '4294967296',
    '2147483648',
  ],
);
export const TYPES = fc.constantFrom(
  ...[
    'text/plain',
    'application/json;',
    'application/json; charset=gbk',
    'APPLICATION/JSON',
    'multipart/form-data; boundary=a',
  ],
  ...['application/x-www-form-urlencoded', 'application/json, text/plain', 'application/pdf', 'a', ''],
);
export const HEADERS: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  ...[
    {},
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-http-method-override': 'DELETE' },
    { 'sec-fetch-site': 'cross-site' },
  ],
  ...[
    { origin: 'https://evil.example' },
    { 'idempotency-key': 'x' },
    { range: 'bytes=0-1' },
    { authorization: 'Bearer null' },
  ],
  ...[
    { cookie: 'kangyang-session=' },
    { cookie: 'kangyang-session=a; kangyang-session=b' },
    { 'accept-encoding': 'br' },
  ],
  ...[{ 'x-original-url': '/api/identity/sessions' }, { 'idempotency-key': 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6' }],
);
