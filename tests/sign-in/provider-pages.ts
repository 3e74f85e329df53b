/** Fills in the provider's own development pages as a person would, and returns where the browser is sent back to. */
export async function signInAtProvider(start: URL, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = start;
  let body: URLSearchParams | undefined;
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie, ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
      ...(body ? { body } : {}),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    body = undefined;
    if (location) {
      at = new URL(location, at);
      if (at.origin !== start.origin) return at;
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`no form at ${at.pathname}: ${answer.status} ${page.slice(0, 300)}`);
    at = new URL(action, at);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login';
    body = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
  }
  throw new Error('the provider asks for ever');
}
