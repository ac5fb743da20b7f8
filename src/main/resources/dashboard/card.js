// One app's card: made once, then kept up to date in place, so that the focus and a selection stay where they are.
import {el, rows, show, text} from './dom.js';
import {health, short, sync, took, when, words} from './words.js';
import {mayAct} from './api.js';

function badge(node, [level, what], prefix) {
  node.className = `badge ${level}`;
  text(node, `${prefix}: ${what}`);
}

function commit(sha, about, tag) {
  if (!sha) return 'nothing';
  const node = el('span', {}, el('span', {class: 'sha', title: sha}, tag ? `${tag} (${short(sha)})` : short(sha)));
  if (about?.subject) node.append(` ${about.subject}`);
  if (about?.author) node.append(el('span', {class: 'quiet'}, ` · ${about.author}`));
  return node;
}

function deploymentInWords(deployment) {
  return deployment.finished
    ? `${words(deployment.phase)} ${when(deployment.changed_at)}, in ${took(deployment.seconds)}`
    : `${words(deployment.phase)}, for ${took(deployment.seconds)} so far`;
}

export class Card {
  constructor(name, actions) {
    this.actions = actions;
    this.sync = el('li');
    this.health = el('li');
    this.drift = el('li', {class: 'badge wait'}, 'changed by hand');
    this.facts = el('dl');
    this.concerns = el('ul', {class: 'concerns'});
    const button = (label, does, more = {}) => el('button', {type: 'button', click: () => does(this.app), 'aria-label': `${label} ${name}`, ...more}, label);
    this.deploy = button('Deploy', actions.deploy, {class: 'primary'});
    this.rollback = button('Roll back', actions.rollback);
    this.pause = button('Pause', app => (app.paused !== null || app.pinned !== null ? actions.resume(app) : actions.pause(app)));
    this.poll = button('Check now', actions.poll);
    this.log = button('Log', app => actions.log(app.deployment.id, `${app.app} ${short(app.deployment.commit)}`));
    this.node = el('article', {class: 'app', 'aria-labelledby': `app-${name}`},
      el('h2', {id: `app-${name}`}, name),
      el('ul', {class: 'badges'}, this.sync, this.health, this.drift),
      this.concerns, this.facts,
      el('p', {class: 'actions'}, this.deploy, this.rollback, this.pause, this.poll, this.log));
  }

  update(app) {
    this.app = app;
    const state = sync(app);
    badge(this.sync, state, 'sync');
    badge(this.health, health(app), 'health');
    this.sync.classList.toggle('live', app.state === 'deploying');
    show(this.drift, app.decision?.kind === 'drifted');
    this.tell(app, state[0]);
    rows(this.facts, [
      ['running', commit(app.running, app.running_commit, app.running_tag)],
      [app.tag_pattern ? `newest ${app.tag_pattern}` : app.branch, app.tip === app.running && app.tip ? 'the same' : commit(app.tip, app.tip_commit, app.tip_tag)],
      ['container', app.container ? `${app.container.name}, ${words(app.container.status)}, started ${when(app.container.started_at)}` : 'none'],
      ['deployment', app.deployment ? deploymentInWords(app.deployment) : 'none yet'],
      ['from', app.url],
    ]);
    this.enable(app);
  }

  tell(app, level) {
    const said = [...app.concerns];
    const reason = app.decision?.reason;
    if (level !== 'good' && said.length === 0 && reason && app.state === 'held_back') said.push(reason);
    if (app.paused !== null) said.push(`paused: ${app.paused}`);
    if (app.pinned !== null) said.push(`pinned to ${short(app.pinned)}: new commits wait until you resume`);
    this.concerns.classList.toggle('bad', level === 'bad');
    show(this.concerns, said.length > 0);
    if (this.concerns.dataset.said !== said.join('\n')) {
      this.concerns.dataset.said = said.join('\n');
      this.concerns.replaceChildren(...said.map(line => el('li', {}, line)));
    }
  }

  enable(app) {
    const may = mayAct();
    for (const button of [this.deploy, this.rollback, this.pause, this.poll]) show(button, may);
    const waits = app.paused !== null || app.pinned !== null;
    text(this.pause, waits ? 'Resume' : 'Pause');
    this.pause.setAttribute('aria-label', `${waits ? 'Resume' : 'Pause'} ${app.app}`);
    this.deploy.disabled = app.state === 'deploying';
    this.rollback.disabled = app.state === 'deploying' || !app.running;
    this.log.disabled = !app.deployment;
  }
}
