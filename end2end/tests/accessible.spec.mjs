// Every page in every size and theme: no finding of axe, nothing wider than its window.
import { expect, expectAccessible, signIn } from '../fixtures/test.mjs';
import { test as base } from '@playwright/test';
import { Server } from '../fixtures/server.mjs';

const test = base.extend({
  desk: [async ({}, use) => {
    const server = await Server.start({ demo: true });
    await use(server);
    await server.end();
  }, { scope: 'worker' }],
});

const PASSWORD = 'lumbrera-demo-2026';
const sizes = [[390, 844], [820, 1180], [1440, 900]];
const faces = {
  guest: { pages: ['/', '/new', '/service-levels', '/sign-in', '/t/T-9999', '/nowhere', '/api'] },
  ana: { email: 'ana@lumbrera.example', pages: ['/', '/new', '/my', 'first:/t/', '/me'] },
  bo: { email: 'bo@lumbrera.example', pages: ['/desk', '/desk?q=printer', '/desk?q=zeppelin', 'first:/desk/t/', '/desk/rota', '/desk/knows'] },
  cy: { email: 'cy@lumbrera.example', pages: ['/admin', '/admin/webhooks', '/admin/rota', '/admin/routing', '/admin/coverage', '/admin/policies', '/admin/suppliers', '/desk/rota', '/my'] },
};

for (const [who, { email, pages }] of Object.entries(faces)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${who}'s pages are accessible, ${colorScheme}`, async ({ browser, desk }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      if (email) await signIn(page, desk, { email, password: PASSWORD });
      for (const path of pages) {
        let address = path;
        if (path.startsWith('first:')) {
          await page.goto(desk.url + (path.includes('desk') ? '/desk' : '/my'));
          address = await page.locator(`a[href*="${path.slice(6)}"]`).first().getAttribute('href');
        }
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height });
          await page.goto(desk.url + address);
          await test.step(`${address} at ${width}`, async () => {
            await expectAccessible(page);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            expect(wide, 'nothing is wider than the window').toBeLessThanOrEqual(0);
          });
        }
      }
      await context.close();
    });
  }
}

for (const profile of ['hall', 'staff']) {
  test(`the wall is accessible and fits its screen, ${profile}`, async ({ browser, desk }) => {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    for (const lang of ['en', 'es']) {
      await page.goto(`${desk.wall(profile)}&lang=${lang}`);
      await expectAccessible(page);
      const small = await page.evaluate(() => [...document.querySelectorAll('main *')]
        .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
        .map(element => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim()])
        .filter(([size]) => size < 44));
      expect(small, 'no text is smaller than 44 px').toEqual([]);
      const over = await page.evaluate(() => [...document.querySelectorAll('main *')]
        .filter(element => { const box = element.getBoundingClientRect(); return box.width > 0 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1); })
        .map(element => element.className || element.tagName));
      expect(over, 'nothing leaves the screen').toEqual([]);
    }
    await context.close();
  });
}
