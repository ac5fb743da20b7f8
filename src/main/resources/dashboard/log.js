// A deployment's log: what there is, then what comes, with search and copy.
import {byId, el, say, show, text} from './dom.js';

const MOST_LINES = 20000; // a page with more gets slow; the plain text has all

export class LogView {
  constructor() {
    this.lines = [];
    this.hits = [];
    this.at = -1;
    byId('log-close').addEventListener('click', () => this.close());
    byId('log-copy').addEventListener('click', () => this.copy());
    byId('log-search').addEventListener('input', () => this.search());
    byId('log-search').addEventListener('keydown', event => {
      if (event.key === 'Enter') this.next(event.shiftKey ? -1 : 1);
    });
    byId('log-follow').addEventListener('change', () => this.follow());
  }

  /** Opens the log in the place of the one that is open; `back` gets the focus when it is closed. */
  open(id, name) {
    this.end();
    this.back = document.activeElement;
    this.lines = [];
    byId('log-lines').replaceChildren();
    byId('log-search').value = '';
    text(byId('log-hits'), '');
    text(byId('log-title'), `Log of deployment ${id}: ${name}`);
    byId('log-text').href = `api/v1/deployments/${id}/log`;
    text(byId('log-state'), 'reading …');
    show(byId('log'), true);
    byId('log-title').focus();
    this.source = new EventSource(`api/v1/deployments/${id}/log`);
    this.source.addEventListener('message', event => this.add(event.data));
    this.source.addEventListener('end', event => {
      this.end();
      text(byId('log-state'), `${this.count()}; the deployment has ended${event.data ? `: ${event.data}` : ''}`);
    });
    this.source.addEventListener('error', () => {
      const gone = this.source?.readyState === EventSource.CLOSED;
      if (gone) this.end();
      text(byId('log-state'), gone ? `${this.count()}; the log cannot be read (any more)` : `${this.count()}; connecting again …`);
    });
  }

  count() {
    return `${this.lines.length} lines`;
  }

  add(line) {
    this.lines.push(line);
    text(byId('log-state'), `${this.count()}, following`);
    if (this.lines.length > MOST_LINES) byId('log-lines').firstElementChild.remove();
    const node = el('span', {class: 'line'});
    byId('log-lines').append(node);
    this.mark(node, line, byId('log-search').value);
    this.follow();
  }

  follow() {
    const pane = byId('log-lines');
    if (byId('log-follow').checked) pane.scrollTop = pane.scrollHeight;
  }

  mark(node, line, wanted) {
    if (!wanted) {
      node.textContent = line;
      return;
    }
    const parts = [];
    const lower = line.toLowerCase();
    const key = wanted.toLowerCase();
    let from = 0;
    for (let at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, from)) {
      const hit = el('mark', {}, line.slice(at, at + key.length));
      this.hits.push(hit);
      parts.push(line.slice(from, at), hit);
      from = at + key.length;
    }
    node.replaceChildren(...parts, line.slice(from));
  }

  search() {
    const wanted = byId('log-search').value;
    this.hits = [];
    this.at = -1;
    const first = this.lines.length - byId('log-lines').childElementCount;
    [...byId('log-lines').children].forEach((node, index) => this.mark(node, this.lines[first + index], wanted));
    text(byId('log-hits'), !wanted ? '' : this.hits.length === 0 ? 'not found' : `${this.hits.length} found; Enter goes on`);
    if (wanted && this.hits.length > 0) this.next(1);
  }

  next(step) {
    if (this.hits.length === 0) return;
    byId('log-follow').checked = false;
    this.hits[this.at]?.classList.remove('here');
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    this.hits[this.at].classList.add('here');
    this.hits[this.at].scrollIntoView({block: 'nearest'});
    text(byId('log-hits'), `${this.at + 1} of ${this.hits.length}`);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(`${this.lines.join('\n')}\n`);
      say(`Copied ${this.count()}`);
    } catch {
      // Browsers give the clipboard to https and localhost alone; a selection they let everybody copy.
      getSelection().selectAllChildren(byId('log-lines'));
      say('Selected; copy it with the keyboard');
    }
  }

  end() {
    this.source?.close();
    this.source = null;
  }

  close() {
    this.end();
    show(byId('log'), false);
    this.back?.focus();
  }
}
