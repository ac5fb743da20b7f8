// What the server is asked, and who is signed in.

const SESSION = 'api/v1/session';
let session = {signed_in: false, may_act: false, sign_in: null, csrf: null};

export const mayAct = () => session.may_act;
export const canSignIn = () => session.sign_in === 'password' && !session.may_act;
export const signedIn = () => session.signed_in && session.sign_in === 'password';

/** A refusal in the server's words; `status` is that of HTTP. */
export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

async function answer(response) {
  const kind = response.headers.get('content-type') ?? '';
  const body = kind.includes('json') ? await response.json() : null;
  if (!response.ok) throw new Refused(response.status, body?.detail ?? `the server answered ${response.status}`);
  return body;
}

export const get = async path => answer(await fetch(path, {headers: {Accept: 'application/json'}}));

async function send(method, path, body) {
  const headers = {'Content-Type': 'application/json'};
  if (session.csrf) headers['X-Slipway-CSRF'] = session.csrf;
  return answer(await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body)}));
}

export const act = (app, what, body = {}) => send('POST', `api/v1/apps/${encodeURIComponent(app)}/${what}`, body);

export async function lookWhoIsThere() {
  session = await get(SESSION);
}

export async function signIn(password) {
  session = await send('POST', SESSION, {password});
}

export async function signOut() {
  await send('DELETE', SESSION);
  await lookWhoIsThere();
}
