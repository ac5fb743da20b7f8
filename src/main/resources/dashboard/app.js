// The page: asks for the facts, shows them, and asks again when an event says that something changed.
import {byId, el, rows, say, show, text} from './dom.js';
import {act, canSignIn, get, lookWhoIsThere, mayAct, signedIn, signIn, signOut} from './api.js';
import {bytes, clockSays, short, verdict, when, words} from './words.js';
import {Card} from './card.js';
import {LogView} from './log.js';
import {showTimeline} from './timeline.js';

const WITHOUT_EVENTS = 15000; // how often to ask where no event arrives, in milliseconds
const HISTORY = 10;

const log = new LogView();
const cards = new Map();
let status = null;
let host = null;
let reached = true;

function ask({title, what, yes, reason = false}) {
  const dialog = byId('ask');
  text(byId('ask-title'), title);
  text(byId('ask-text'), what);
  text(byId('ask-yes'), yes);
  show(byId('ask-label'), reason);
  byId('ask-reason').value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes' ? {reason: byId('ask-reason').value} : null), {once: true});
  });
}

async function carryOut(app, what, body, done) {
  try {
    await act(app, what, body);
    say(`${app}: ${done}`);
  } catch (refusal) {
    say(`${app}: ${refusal.message}`);
    if (refusal.status === 401) await showAccount();
  }
  await refresh();
}

const actions = {
  log: (id, name) => log.open(id, name),
  poll: app => carryOut(app.app, 'poll', {}, 'looking at the branch'),
  resume: app => carryOut(app.app, 'resume', {}, 'automatic deployments go on'),
  async deploy(app) {
    const same = app.tip === app.running;
    const said = await ask({
      title: `Deploy ${app.app}?`,
      what: same ? `${short(app.running)}, which runs, is built and deployed anew.` : `The newest commit${app.tip ? ` (${short(app.tip)})` : ''} is deployed now, whatever holds it back.`,
      yes: 'Deploy',
    });
    if (said) await carryOut(app.app, 'deploy', {retry: same}, 'deployment requested');
  },
  async rollback(app) {
    const said = await ask({title: `Roll ${app.app} back?`, what: `${short(app.running)} gives way to the good version before it; new commits wait until you resume.`, yes: 'Roll back'});
    if (said) await carryOut(app.app, 'rollback', {}, 'rollback requested');
  },
  async pause(app) {
    const said = await ask({title: `Pause ${app.app}?`, what: 'The branch is still looked at, but nothing is deployed by itself until you resume.', yes: 'Pause', reason: true});
    if (said) await carryOut(app.app, 'pause', said.reason ? {reason: said.reason} : {}, 'paused');
  },
};

function showStatus() {
  const [level, line] = reached ? verdict(status.apps) : ['bad', `The agent does not answer; this is how things stood ${when(status.now)}`];
  byId('verdict').className = `verdict ${level}`;
  text(byId('verdict'), line);
  // Read out when it changes, and not because the time in it does.
  text(byId('verdict-spoken'), line.replace(/, checked .*$/, ''));
  document.title = `${level === 'good' ? '✔' : level === 'bad' ? '✖' : '●'} Slipway`;
  show(byId('notices'), status.notices.length > 0);
  byId('notices').replaceChildren(...status.notices.map(notice => el('li', {}, notice)));
  for (const app of status.apps) {
    if (!cards.has(app.app)) {
      cards.set(app.app, new Card(app.app, actions));
      byId('apps').append(cards.get(app.app).node);
    }
    cards.get(app.app).update(app);
  }
  for (const [name, card] of cards) {
    if (!status.apps.some(app => app.app === name)) {
      card.node.remove();
      cards.delete(name);
    }
  }
  showUpdates();
  showHost();
}

function showUpdates() {
  const hook = status.webhook;
  const nudge = hook?.last_nudge;
  const newest = key => status.apps.map(app => app[key]).filter(Boolean).sort();
  rows(byId('updates'), [
    ['last poll', when(newest('last_poll').at(-1)) ?? 'not yet'],
    ['next poll', when(newest('next_poll')[0]) ?? 'none planned'],
    ['webhook', !hook ? 'not configured: polling finds every commit' : hook.trouble ?? `listens at ${hook.listen}`],
    ['last nudge', !hook ? null : nudge ? `${when(nudge.at)}, ${nudge.event} from ${words(nudge.forge)}: ${words(nudge.verdict)}` : 'never'],
    ['last rejection', hook?.last_rejection ? `${when(hook.last_rejection.at)}: ${hook.last_rejection.reason}` : null],
    ['from outside', host?.public_url ?? null],
    ['found by', foundBy()],
  ]);
}

let deployments = [];
function foundBy() {
  const found = deployments.filter(each => each.trigger === 'poll' || each.trigger === 'webhook').slice(0, HISTORY);
  if (found.length === 0) return null;
  const byHook = found.filter(each => each.trigger === 'webhook').length;
  return `of the last ${found.length} commits the webhook announced ${byHook}, polling found ${found.length - byHook}`;
}

function engine(of) {
  return of?.version ? `${of.version}, API ${of.api}` : of?.trouble;
}

function showHost() {
  if (!host) return;
  rows(byId('host'), [
    ['Slipway', host.slipway?.version],
    ['up since', when(host.slipway?.started_at)],
    ['Docker', engine(host.docker)],
    ...(host.hosts ?? []).map(each => [`Docker at ${each.name}`, engine(each)]),
    ...(host.disks ?? []).map(disk => [`disk of ${disk.of}`, `${bytes(disk.free)} free${disk.wanted ? `, ${bytes(disk.wanted)} wanted` : ''} (${disk.folder})`]),
    ['time zone', host.time_zone],
  ]);
}

async function showHistory() {
  const lists = await Promise.all(status.apps.map(app => get(`api/v1/apps/${encodeURIComponent(app.app)}/deployments?n=${HISTORY}`)));
  deployments = lists.flatMap(list => list.deployments).sort((a, b) => b.id - a.id);
  showTimeline(deployments, actions.log);
}

/** Who may not look any more is shown nothing of before either. */
function forget() {
  status = null;
  cards.forEach(card => card.node.remove());
  cards.clear();
  for (const list of ['timeline', 'updates', 'host', 'notices']) byId(list).replaceChildren();
  for (const list of ['updates', 'host']) delete byId(list).dataset.shown;
  log.close();
}

let refreshing = null;
let again = false;
/** One at a time; what is asked for meanwhile is done once more at the end. */
function refresh() {
  if (refreshing) {
    again = true;
    return refreshing;
  }
  refreshing = load().finally(() => {
    refreshing = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return refreshing;
}

async function load() {
  try {
    status = await get('api/v1/status');
    clockSays(status.now);
    reached = true;
    host = await get('api/v1/host').catch(() => host);
    await showHistory();
  } catch (trouble) {
    reached = false;
    if (trouble.status === 401) forget();
    if (!status) {
      byId('verdict').className = 'verdict bad';
      text(byId('verdict'), `The facts cannot be read: ${trouble.message}`);
      return;
    }
  }
  showStatus();
}

async function showAccount() {
  await lookWhoIsThere().catch(() => {});
  const account = byId('account');
  if (canSignIn()) {
    account.replaceChildren(el('button', {type: 'button', click: openSignIn}, 'Sign in'));
  } else if (signedIn()) {
    account.replaceChildren(el('button', {type: 'button', click: () => signOut().then(showAccount).then(refresh)}, 'Sign out'));
  } else {
    text(account, mayAct() ? '' : 'read-only');
  }
  if (status) showStatus();
}

function openSignIn() {
  text(byId('sign-in-trouble'), '');
  byId('password').value = '';
  byId('sign-in').showModal();
}

byId('sign-in-form').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    await signIn(byId('password').value);
    byId('sign-in').close();
    await showAccount();
    listen();
    await refresh();
  } catch (refusal) {
    text(byId('sign-in-trouble'), refusal.message);
    byId('password').select();
  }
});
byId('ask-form').addEventListener('submit', event => {
  event.preventDefault();
  byId('ask').close('yes');
});
for (const button of document.querySelectorAll('dialog .cancel')) {
  button.addEventListener('click', () => button.closest('dialog').close(''));
}

let events = null;
/** Opens the stream of events, or opens it again: one that was refused, as before a sign-in, stays closed by itself. */
function listen() {
  if (events && events.readyState !== EventSource.CLOSED) return;
  events = new EventSource('api/v1/events');
  events.addEventListener('status', () => refresh());
}
setInterval(() => {
  if (events.readyState === EventSource.OPEN) return;
  listen();
  refresh();
}, WITHOUT_EVENTS);
setInterval(() => {
  if (status) showStatus(); // times grow old
}, 5000);
await showAccount();
listen();
await refresh();
