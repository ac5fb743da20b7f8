// The latest deployments of all apps, with a bar for each phase.
import {byId, el} from './dom.js';
import {short, took, when, words} from './words.js';

const SHOWN = 12;
const OUTCOME = {succeeded: ['good', '✔'], cancelled: ['wait', '–'], failed: ['bad', '✖'], rolled_back: ['bad', '✖'], broken: ['bad', '✖']};

function row(deployment, longest, openLog) {
  const phases = deployment.phases.filter(phase => phase.seconds !== null);
  const inWords = phases.map(phase => `${words(phase.phase)} ${took(phase.seconds)}`).join(', ');
  const bars = el('div', {class: 'bars', role: 'img', 'aria-label': inWords, title: inWords});
  for (const phase of phases) {
    const bar = el('span', {class: `bar ${phase.phase}`});
    bar.style.setProperty('width', `${(100 * phase.seconds) / longest}%`);
    bars.append(bar);
  }
  const [level, sign] = OUTCOME[deployment.phase] ?? ['wait', '…'];
  const name = `${deployment.app} ${deployment.tag ?? short(deployment.commit)}`;
  return el('li', {},
    el('span', {class: 'what'},
      el('span', {class: level === 'bad' ? 'bad-text' : '', 'aria-hidden': 'true'}, `${sign} `), el('strong', {}, name),
      `  ${words(deployment.phase)}`, el('span', {class: 'quiet'}, ` · by ${deployment.trigger} · ${when(deployment.started_at)} · ${took(deployment.seconds)}`)),
    el('button', {type: 'button', class: 'link', click: () => openLog(deployment.id, name), 'aria-label': `log ${deployment.id}, of ${name}`}, `log ${deployment.id}`),
    bars,
    deployment.failure ? el('p', {class: 'why bad-text'}, deployment.failure.what) : el('p', {class: 'why quiet'}, deployment.reason));
}

export function showTimeline(deployments, openLog) {
  const latest = deployments.sort((a, b) => b.id - a.id).slice(0, SHOWN);
  const list = byId('timeline');
  // While a button of it has the focus, the list is not taken from under it.
  if (list.contains(document.activeElement)) return;
  const longest = Math.max(1, ...latest.map(d => d.phases.reduce((sum, phase) => sum + (phase.seconds ?? 0), 0)));
  list.replaceChildren(...latest.map(deployment => row(deployment, longest, openLog)));
  if (latest.length === 0) list.append(el('li', {class: 'quiet'}, 'Nothing was deployed yet.'));
}
