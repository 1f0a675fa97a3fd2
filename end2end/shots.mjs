// Pictures of every page with the demo data: all sizes, light and dark, English and Spanish.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL;
const out = process.env.OUT ?? '../target/shots';
const only = process.env.ONLY;
mkdirSync(out, { recursive: true });

const sizes = { 390: 844, 820: 1180, 1440: 900 };
const everyone = { guest: null, ana: 'ana@lumbrera.example', bo: 'bo@lumbrera.example', cy: 'cy@lumbrera.example' };
const password = process.env.DEMO_PASSWORD ?? 'lumbrera-demo-2026';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function signedIn(email) {
  const context = await browser.newContext({ locale: 'en-GB' });
  if (!email) return context;
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForURL(url => !url.pathname.startsWith('/sign-in')), page.press('input[name=password]', 'Enter')]);
  await page.close();
  return context;
}

const contexts = {};
for (const [name, email] of Object.entries(everyone)) contexts[name] = await signedIn(email);

// A guest's own ticket, and one of Ana's with a thread, found as people find them.
async function guestTicket() {
  const page = await contexts.guest.newPage();
  await page.goto(`${base}/new`);
  await page.fill('textarea[name=body]', 'My badge does not open the north door any more.\n\nIt worked yesterday; the reader shows `E-17` in red.');
  await page.fill('input[name=name]', 'Gil Prats');
  await page.fill('input[name=email]', 'gil@guest.example');
  await page.click('form[action="/new"] button[type=submit]');
  await page.waitForURL(/\/t\/T-/);
  const path = page.url().slice(base.length);
  await page.close();
  return path;
}

async function firstLink(who, path, pattern) {
  const page = await contexts[who].newPage();
  await page.goto(base + path);
  const hrefs = await page.locator(`a[href*="${pattern}"]`).evaluateAll(links => links.map(link => link.getAttribute('href')));
  await page.close();
  return hrefs;
}

function screen(profile) {
  const words = ['token', 'create', '--data', process.env.DESKBELL_DATA, '--role', 'wall', '--profile', profile, '--name', profile];
  const { stdout } = spawnSync(process.env.DESKBELL_BIN, words, { encoding: 'utf8' });
  return stdout.match(/token=([\w-]+)/)?.[1] ?? stdout.trim().split(/\s+/)[0];
}

const screens = { hall: screen('hall'), staff: screen('staff') };
const tracker = await guestTicket();
const anas = await firstLink('ana', '/my', '/t/T-');
const desks = await firstLink('bo', '/desk', '/desk/t/T-');

const pages = [
  ['home-guest', 'guest', '/'], ['home', 'ana', '/'], ['ask-guest', 'guest', '/new'], ['ask', 'ana', '/new'],
  ['tracker-guest', 'guest', tracker], ...anas.slice(0, 3).map((path, n) => [`tracker-${n + 1}`, 'ana', path]),
  ['my', 'ana', '/my'], ['my-empty', 'cy', '/my'], ['not-found', 'guest', '/t/T-9999'],
  ['sign-in', 'guest', '/sign-in'], ['me', 'ana', '/me'],
  ['queue', 'bo', '/desk'], ['search', 'bo', '/desk?q=printer'], ['search-empty', 'bo', '/desk?q=zeppelin'],
  ...desks.slice(0, 3).map((path, n) => [`ticket-${n + 1}`, 'bo', path]),
  ['admin', 'cy', '/admin'], ['webhooks', 'cy', '/admin/webhooks'],
  ['rota', 'bo', '/desk/rota'], ['rota-lead', 'cy', '/desk/rota'], ['knows', 'bo', '/desk/knows'],
  ['plan', 'cy', '/admin/rota'], ['routing', 'cy', '/admin/routing'], ['coverage', 'cy', '/admin/coverage'],
  ['policies', 'cy', '/admin/policies'], ['suppliers', 'cy', '/admin/suppliers'], ['levels', 'guest', '/service-levels'],
  ['interface', 'guest', '/api'],
].filter(([name]) => !only || name.startsWith(only));

// Colours by media, language by cookie: as a browser would.
async function picture(context, name, path, { width, height, theme, lang, full = true }) {
  await context.addCookies([{ name: 'deskbell_language', value: lang, url: base }]);
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(base + path);
  await page.waitForTimeout(350);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (wide) console.log(`wider than its window: ${name} ${width} ${lang}`);
  await page.screenshot({ path: join(out, `${name}-${width}-${theme}-${lang}.png`), fullPage: full });
  await page.close();
}

for (const lang of ['en', 'es']) {
  for (const theme of ['light', 'dark']) {
    for (const [width, height] of Object.entries(sizes)) {
      for (const [name, who, path] of pages) {
        await picture(contexts[who], name, path, { width: Number(width), height, theme, lang });
      }
    }
  }
  if (!only || 'wall'.startsWith(only)) {
    for (const profile of ['hall', 'staff']) {
      await picture(contexts.guest, `wall-${profile}`, `/wall?token=${screens[profile]}&lang=${lang}`, { width: 1920, height: 1080, theme: 'dark', lang, full: false });
    }
  }
}
await browser.close();
