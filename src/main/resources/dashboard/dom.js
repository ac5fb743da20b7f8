// The page is made of text nodes alone: what came from a repository or a log is never read as HTML.

export const byId = id => document.getElementById(id);

/** An element with attributes and children; a function is a listener of that event, false and null leave an attribute out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(key, value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets the text only where it differs, so that a screen reader is not told the same twice and a selection stays. */
export function text(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

export function show(node, whether) {
  node.hidden = !whether;
}

/** The rows of a dl; a value may be text or a node. Rows without a value are left out. */
export function rows(list, pairs) {
  const filled = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const key = JSON.stringify(filled.map(([name, value]) => [name, value.outerHTML ?? value]));
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  list.replaceChildren(...filled.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

let saying = 0;
/** A word on what was just done, for a few seconds. */
export function say(words) {
  text(byId('said'), words);
  clearTimeout(saying);
  saying = setTimeout(() => text(byId('said'), ''), 8000);
}
