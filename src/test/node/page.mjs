// Uses the dashboard as a person does, in Debian's Chromium. Called by PageIT: node page.mjs MODULES URL PASSWORD APP FOLDER
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const [modules, url, password, app, folder] = process.argv.slice(2);
const from = createRequire(path.join(modules, 'index.js'));
const {chromium} = from('playwright-core');
const axe = fs.readFileSync(path.join(modules, 'axe-core/axe.min.js'), 'utf8');

const PATIENCE = 90_000;
const FIRST_PAINT_BYTES = 50 * 1024;
const VIEWS = [['light', 1200], ['dark', 1200], ['light', 360], ['dark', 360]];

fs.mkdirSync(folder, {recursive: true});
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
const troubles = [];

async function open(scheme, width) {
  const context = await browser.newContext({colorScheme: scheme, viewport: {width, height: 900}, locale: 'en-GB'});
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('pageerror', error => troubles.push(`${scheme} ${width}: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('401')) troubles.push(`${scheme} ${width}: ${message.text()}`);
  });
  return page;
}

async function shoot(page, name) {
  await page.screenshot({path: path.join(folder, `${name}.png`), fullPage: true});
}

/** No serious fault by axe-core, and nothing that has to be scrolled to sideways. */
async function inspect(page, name) {
  // By the debugger's way, which the page's own policy does not bind.
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => globalThis.axe.run());
  const serious = violations.filter(each => each.impact === 'serious' || each.impact === 'critical');
  assert.deepEqual(serious.map(each => `${each.id}: ${each.nodes[0].html}`), [], name);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} is wider than the screen`);
}

async function signIn(page) {
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await page.locator('#sign-in-trouble').filter({hasText: /\w/}).waitFor();
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Sign out'}).waitFor();
}

const card = page => page.getByRole('article', {name: app});
const button = (page, name) => card(page).getByRole('button', {name: `${name} ${app}`, exact: true});
const confirm = page => page.locator('#ask-yes').click();

async function firstPaint() {
  const page = await open('light', 1200);
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  let bytes = 0;
  wire.on('Network.loadingFinished', event => {
    bytes += event.encodedDataLength;
  });
  await page.goto(url);
  await card(page).waitFor();
  await page.getByRole('heading', {level: 1, name: app}).waitFor();
  assert.ok(bytes > 1000 && bytes < FIRST_PAINT_BYTES, `${bytes} bytes until all is shown`);
  console.log(`first paint: ${bytes} bytes`);
  // Who is not signed in may look, and is offered nothing that would be refused.
  assert.equal(await card(page).getByRole('button', {name: 'Deploy'}).count(), 0);
  await page.context().close();
}

async function act() {
  const page = await open('light', 1200);
  await page.goto(url);
  await signIn(page);
  await button(page, 'Deploy').click();
  await confirm(page);
  await page.getByRole('heading', {level: 1, name: 'deploying'}).waitFor();
  await button(page, 'Log').click();
  await page.locator('#log-state').filter({hasText: 'following'}).waitFor();
  await shoot(page, 'deploying');
  await page.locator('#log-lines').filter({hasText: 'Version two'}).waitFor();
  await page.locator('#log-state').filter({hasText: 'has ended: succeeded'}).waitFor();
  await page.getByRole('heading', {level: 1, name: /^All good: /}).waitFor();
  const all = await page.locator('#log-lines .line').count();
  await page.getByLabel('Search').fill('version TWO');
  await page.locator('#log-lines mark.here').waitFor();
  assert.equal(await page.locator('#log-lines .line').count(), all, 'searching hides nothing');
  await shoot(page, 'log');
  await page.getByRole('button', {name: 'Close'}).click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Log', 'the focus is back where it was');

  await button(page, 'Roll back').click();
  await confirm(page);
  await page.getByRole('heading', {level: 1, name: 'pinned'}).waitFor();
  await shoot(page, 'rolled-back');
  await button(page, 'Resume').click();
  await button(page, 'Pause').click();
  await page.getByLabel('Reason').fill('stocktaking');
  await confirm(page);
  await page.getByRole('heading', {level: 1, name: 'paused: stocktaking'}).waitFor();
  await page.getByRole('button', {name: 'Sign out'}).click();
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  assert.equal(await button(page, 'Pause').count(), 0);
  await page.context().close();
}

/** By the keyboard alone, in each light and at each width. */
async function look([scheme, width]) {
  const page = await open(scheme, width);
  await page.goto(url);
  await card(page).waitFor();
  await inspect(page, `${scheme} ${width}`);
  await button(page, 'Log').focus();
  await page.keyboard.press('Enter');
  await page.locator('#log-state').filter({hasText: 'has ended'}).waitFor();
  await inspect(page, `${scheme} ${width}, log`);
  await shoot(page, `page-${scheme}-${width}`);
  await signIn(page);
  await inspect(page, `${scheme} ${width}, signed in`);
  await button(page, 'Roll back').click();
  await inspect(page, `${scheme} ${width}, asked`);
  await page.keyboard.press('Escape');
  await page.context().close();
}

try {
  await firstPaint();
  await act();
  for (const view of VIEWS) await look(view);
  assert.deepEqual(troubles, []);
} finally {
  await browser.close();
}
