// What a sender calls, with the key of the brand's account. The pages lie under the API, wherever that is mounted.
const base = new URL('../', import.meta.url);

/** What the host answered when it was no success; its message is fit to be shown. */
export class Refusal extends Error {
  constructor(status, problem) {
    const fields = Object.entries(problem?.errors ?? {}).map(([field, texts]) => `${field} ${[texts].flat().join(', ')}`);
    super([problem?.title ?? `The host answered ${status}.`, problem?.detail, ...fields].filter(Boolean).join(' '));
    this.status = status;
  }
}

/** The host gave no answer: what was asked for may be done or not. The top of the page says so as long as it lasts. */
export class HostAway extends Error {}

const PATIENCE = 20000;
const SLOW = 4000;
let tell = () => {};
let look = () => {};
let away = false;
let waiting = 0;

/** Asks the host; one that is away or slow is said so where everybody sees it, and what was typed stays. */
async function ask(url, request, patience = PATIENCE) {
  const slow = setTimeout(() => { waiting++; if (!away) tell('The host is slow to answer …'); }, SLOW);
  const started = performance.now();
  try {
    const answer = await fetch(url, { ...request, cache: 'no-store', signal: patience ? AbortSignal.timeout(patience) : undefined });
    away = false;
    return answer;
  } catch {
    if (!away) setTimeout(() => look(), 2000);
    away = true;
    tell('The host cannot be reached. What you typed stays; this page looks for it again.');
    throw new HostAway('The host cannot be reached. Whether it took this is not known: look before you do it again.');
  } finally {
    clearTimeout(slow);
    if (performance.now() - started >= SLOW) waiting = Math.max(0, waiting - 1);
    if (!away && waiting === 0) tell('');
  }
}

/** Says through `show` when the host is away, and when it is back; while nobody clicks, too. What is returned looks at once. */
export function watchHost(show) {
  let before = '';
  tell = text => {
    if (text === before) return;
    before = text;
    show(text);
  };
  let next = null;
  look = async () => {
    clearTimeout(next);
    await ask(new URL('health', base), {}, 5000).catch(() => {});
    clearTimeout(next);
    next = setTimeout(look, away ? 2000 : 10000);
  };
  next = setTimeout(look, 10000);
  for (const sign of ['offline', 'online', 'focus']) window.addEventListener(sign, () => look());
  return () => look();
}

export async function call(url, { method = 'GET', body, headers = {}, also = [], patience } = {}) {
  const answer = await ask(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }, patience);
  const json = await answer.json().catch(() => null);
  if (!answer.ok && !also.includes(answer.status)) throw new Refusal(answer.status, json);
  return json;
}

export const segment = encodeURIComponent;
export const query = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** Sends a file as it is; the answer's lines come as they are made, for as long as that takes. */
async function upload(key, path, file) {
  const type = /\.(ndjson|jsonl)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv';
  const answer = await ask(new URL(path, base), { method: 'POST', headers: { 'x-api-key': key, 'content-type': type }, body: file }, 0);
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer;
}

export function senderApi(key) {
  const ask = (path, request = {}) => call(new URL(path, base), { ...request, headers: { 'x-api-key': key } });
  return {
    account: () => ask('operator/account'),
    suppression: (recipient, brand, campaign) => ask(`suppressions/${segment(recipient)}?${query({ brand, campaign })}`),
    suppress: (recipient, body) => ask(`suppressions/${segment(recipient)}`, { method: 'PUT', body }),
    correct: (recipient, brand, campaign, body) => ask(`suppressions/${segment(recipient)}?${query({ brand, campaign })}`, { method: 'DELETE', body }),
    consents: (recipient, brand) => ask(`consents/${segment(recipient)}?${query({ brand })}`),
    consent: body => ask('consents', { method: 'POST', body }),
    withdraw: (recipient, id, body) => ask(`consents/${segment(recipient)}/${segment(id)}`, { method: 'DELETE', body }),
    preferences: (recipient, body) => ask(`recipients/${segment(recipient)}/preferences`, { method: 'PUT', body }),
    send: body => ask('sends', { method: 'POST', body }),
    reassigned: (recipient, body) => ask(`recipients/${segment(recipient)}/reassigned`, { method: 'POST', body }),
    history: (recipient, brand, cursor) => ask(`recipients/${segment(recipient)}/history?${query({ brand, cursor })}`),
    activity: asked => ask(`activity?${query(asked)}`),
    statistics: (brand, from) => ask(`statistics?${query({ brand, from })}`),
    suppressions: (brand, since, cursor) => ask(`suppressions?${query({ brand, since, cursor })}`),
    search: body => ask('recipients/search', { method: 'POST', body }),
    download: body => ask('downloads', { method: 'POST', body }),
    reviews: brand => ask(`reviews?${query({ brand })}`),
    decide: (event, body) => ask(`reviews/${segment(event)}`, { method: 'POST', body }),
    setup: () => ask('operator/setup'),
    doctor: () => ask('doctor'),
    health: () => ask('health', { also: [503] }),
    checks: checks => ask('checks', { method: 'POST', body: { checks } }),
    upload: (kind, brand, dryRun, file) => upload(key, `${kind}/import?${query({ brand, dryRun: dryRun ? 'true' : '' })}`, file),
    check: question => ask('checks', { method: 'POST', body: { checks: [question] } }).then(answer => answer.results[0]),
  };
}
