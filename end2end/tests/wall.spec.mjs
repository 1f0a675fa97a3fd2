// The wall: stale without news, back by itself, blank when its token is revoked.
import { expect, hydrated, test } from '../fixtures/test.mjs';

test('without news a grey frame after 15 s, all grey after 60 s, and back when the server is', async ({ browser, desk }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.goto(desk.wall('hall'));
  await hydrated(page);
  const shown = await page.locator('main').innerText();
  await desk.down('SIGKILL');
  await expect(page.locator('html')).toHaveAttribute('data-stale', 'frame', { timeout: 30_000 });
  await expect(page.locator('html')).toHaveAttribute('data-stale', 'banner', { timeout: 60_000 });
  expect((await page.locator('main').innerText()).length, 'the last good picture stays').toBeGreaterThan(shown.length / 2);
  await desk.up();
  await expect(page.locator('html')).not.toHaveAttribute('data-stale', /./, { timeout: 40_000 });
  await context.close();
});

test('a screen without a token is not paired', async ({ browser, desk }) => {
  const page = await (await browser.newContext()).newPage();
  expect((await page.goto(`${desk.url}/wall`)).status()).toBe(404);
  expect((await page.goto(`${desk.url}/wall?token=guess`)).status()).toBe(404);
});
