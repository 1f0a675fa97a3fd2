// A forgotten password, and a ticket that one leaves: with wasm and without any script.
import { expect, hydrated, signIn, test } from '../fixtures/test.mjs';

async function forgotten(desk, page, email, name) {
  const user = desk.user(email, name);
  const told = desk.command(['admin', 'reset-password', '--email', email, '--public-url', desk.url]);
  await page.goto(told.match(/https?:\/\/\S+/)[0]);
  await expect(page.getByText(name)).toBeVisible();
  await page.fill('input[name=password]', 'four words nobody guesses');
  await page.locator('form[action="/set-password"] button[type=submit]').click();
  await page.waitForURL(url => !url.pathname.startsWith('/set-password'));
  await page.goto(`${desk.url}/my`);
  await expect(page).toHaveURL(/\/my$/);
  return { ...user, password: 'four words nobody guesses' };
}

// Somebody is added to a colleague's request, reads it, and leaves it.
async function leaves(browser, desk, page, options, who) {
  const owner = await (await browser.newContext(options)).newPage();
  await signIn(owner, desk, desk.ana);
  await owner.goto(`${desk.url}/new`);
  await owner.fill('textarea[name=body]', 'The projector in room 2 stays dark.');
  await owner.locator('form[action="/new"] button[type=submit]').last().click();
  await owner.waitForURL(/\/t\/T-/);
  await owner.locator('summary', { hasText: 'Add a colleague' }).click();
  await owner.fill('#colleague', who.email);
  await owner.locator('form', { has: owner.locator('#colleague') }).locator('button[type=submit]').click();
  await expect(owner.locator('section', { has: owner.locator('#people-h') }).getByRole('listitem')).toHaveCount(3);
  const ticket = new URL(owner.url()).pathname;
  await page.goto(`${desk.url}${ticket}`);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  await page.getByRole('button', { name: /Leave/ }).click();
  await page.waitForURL(/\/my$/);
  await page.goto(`${desk.url}${ticket}`);
  await expect(page.getByText('The projector in room 2 stays dark.')).toHaveCount(0);
  await owner.context().close();
}

test('a forgotten password is set by a link, and a request is left', async ({ browser, desk, page }) => {
  const rut = await forgotten(desk, page, 'rut@lumbrera.example', 'Rut Vidal');
  await leaves(browser, desk, page, {}, rut);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the same is a handful of plain forms', async ({ browser, desk, page }) => {
    const teo = await forgotten(desk, page, 'teo@lumbrera.example', 'Teo Gil');
    await leaves(browser, desk, page, { javaScriptEnabled: false }, teo);
  });
});
