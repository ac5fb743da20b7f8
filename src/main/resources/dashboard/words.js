// How facts are put into words; nothing here touches the page.

let ahead = 0; // of the server's clock, in milliseconds: "40 s ago" must not depend on that of the phone

export function clockSays(serverNow) {
  ahead = Date.now() - Date.parse(serverNow);
}

export const short = sha => sha?.slice(0, 7) ?? 'nothing';

export function took(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "40 s ago", "in 20 s"; from a day on the date as this person's clock has it. */
export function when(iso) {
  if (!iso) return null;
  const seconds = (Date.now() - ahead - Date.parse(iso)) / 1000;
  const age = Math.abs(seconds);
  if (age >= 86400) return new Date(iso).toLocaleString();
  if (age < 1) return 'now';
  const rough = age < 120 ? `${Math.round(age)} s` : age < 7200 ? `${Math.round(age / 60)} min` : `${Math.round(age / 3600)} h`;
  return seconds < 0 ? `in ${rough}` : `${rough} ago`;
}

const STATES = {
  in_sync: ['good', 'in sync'], behind: ['wait', 'update due'], held_back: ['wait', 'held back'], deploying: ['wait', 'deploying'],
  not_deployed: ['wait', 'not deployed yet'], paused: ['wait', 'paused'], pinned: ['wait', 'pinned'],
  unreachable: ['bad', 'repository unreachable'], unwatched: ['wait', 'not looked at'], unwell: ['bad', 'not well'],
  conflict: ['bad', 'name taken'], interrupted: ['bad', 'interrupted'], broken: ['bad', 'broken'],
};

/** Level and words of an app's sync. */
export function sync(app) {
  return STATES[app.state] ?? ['wait', app.state];
}

/** Level and words of its container's health. */
export function health(app) {
  const container = app.container;
  if (!container) return ['none', 'no container'];
  if (container.status !== 'running') return ['bad', container.status];
  return {healthy: ['good', 'healthy'], unhealthy: ['bad', 'unhealthy'], starting: ['wait', 'starting']}[container.health]
    ?? ['good', 'running'];
}

const ref = app => app.tag ?? app.branch;

/** The first line of the page: whether all is well and, if not, what to look at first. */
export function verdict(apps) {
  if (apps.length === 0) return ['wait', 'No app is configured yet'];
  const troubled = apps.filter(app => sync(app)[0] !== 'good' || health(app)[0] === 'bad' || app.concerns.length > 0);
  if (troubled.length === 0) {
    const oldest = apps.map(app => app.last_poll).sort()[0];
    const what = apps.length === 1
      ? `${apps[0].app} runs ${short(apps[0].running)}, the tip of ${ref(apps[0])}`
      : `${apps.length} apps run the tips of their branches`;
    return ['good', `All good: ${what}, checked ${when(oldest) ?? 'not yet'}`];
  }
  const levels = troubled.map(app => (health(app)[0] === 'bad' ? 'bad' : sync(app)[0]));
  const level = levels.includes('bad') ? 'bad' : 'wait';
  const first = troubled[Math.max(0, levels.indexOf(level))];
  const more = troubled.length === 1 ? '' : ` (and ${troubled.length - 1} more)`;
  return [level, `${first.app}: ${why(first)}${more}`];
}

function why(app) {
  const deployment = app.deployment;
  if (app.state === 'deploying' && deployment) return `deploying ${short(deployment.commit)} (${words(deployment.phase)})`;
  if (app.state === 'paused') return `paused: ${app.paused}`;
  if (app.state === 'pinned') return `pinned to ${short(app.pinned)} by a rollback`;
  if (app.concerns.length > 0) return app.concerns[0];
  if (app.state === 'held_back' && app.decision) return app.decision.reason;
  return sync(app)[1];
}

/** "rolling_back" as "rolling back". */
export const words = key => key.replaceAll('_', ' ');

export function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  while (count >= 1024 && at < units.length - 1) {
    count /= 1024;
    at++;
  }
  return `${count.toFixed(at === 0 || count >= 100 ? 0 : 1)} ${units[at]}`;
}
