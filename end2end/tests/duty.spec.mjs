// The rota on its pages: planned, swapped by two people, left and covered; told with wasm and without any script.
import { expect, hydrated, signIn, test } from '../fixtures/test.mjs';

const inDays = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Bo and Cy take turns of so many days; the desk is open round the clock, so that every hour has somebody.
// Both stories plan the same desk, so each wants another plan: one that counts already is no preview.
async function plan(page, desk, run) {
  await page.goto(`${desk.url}/admin`);
  await page.fill('input[name=company]', 'Lumbrera Optics');
  for (let day = 0; day < 7; day += 1) await page.fill(`input[name="hours[${day}]"]`, '00:00-24:00');
  await page.locator('form[action="/rpc/admin/desk"] button[type=submit]').click();
  await page.waitForLoadState('networkidle');
  await page.goto(`${desk.url}/admin/rota`);
  await page.fill('input[name=from]', inDays(0));
  await page.selectOption('select[name=lead]', { label: 'Cy Okafor' });
  await page.locator('select[name^=place-]').nth(0).selectOption('1');
  await page.locator('select[name^=place-]').nth(1).selectOption('2');
  await page.fill('input[name=run]', '0');
  await page.locator('form[action="/admin/rota"] button[type=submit]').click();
  await expect(page.getByText('Something in the plan needs another look.').first()).toBeVisible();
  await expect(page.locator('input[name=run]')).toHaveValue('0');
  await page.fill('input[name=run]', run);
  await page.locator('form[action="/admin/rota"] button[type=submit]').click();
  await expect(page.getByText('This is what you typed. It does not count yet.')).toBeVisible();
  await page.locator('form[action="/rpc/rota/save"] button[type=submit]').click();
  await expect(page.getByText('This is the plan that counts.')).toBeVisible();
}

async function story(browser, desk, lead, run, options) {
  const agent = await (await browser.newContext(options)).newPage();
  await signIn(lead, desk, desk.cy);
  await plan(lead, desk, run);
  await signIn(agent, desk, desk.bo);
  await agent.goto(`${desk.url}/desk/rota`);
  await expect(agent.locator('h1')).toContainText(/on the desk/);

  // Bo offers a shift, Cy takes it.
  if (options.javaScriptEnabled !== false) await hydrated(agent);
  const offer = agent.locator('details', { has: agent.locator('form[action="/rpc/rota/offer"]') });
  await offer.locator('summary').click();
  await offer.locator('button[type=submit]').click();
  await expect(agent.getByRole('button', { name: /Withdraw/ })).toBeVisible();
  await lead.goto(`${desk.url}/desk/rota`);
  await lead.getByRole('button', { name: /I take it/ }).click();
  await expect(lead.getByText('agreed').first()).toBeVisible();

  // Bo is away tomorrow; a note stays for whoever comes.
  await agent.goto(`${desk.url}/desk/rota`);
  await agent.fill('#away-from', inDays(1));
  await agent.fill('#away-to', inDays(1));
  await agent.locator('form[action="/rpc/rota/absence"] button[type=submit]').click();
  await expect(agent.getByRole('button', { name: /Here after all/ }).first()).toBeVisible();
  await agent.fill('#note-body', 'The lift is being repaired.');
  await agent.locator('form[action="/rpc/rota/hand_over"] button[type=submit]').click();
  await expect(agent.getByText('The lift is being repaired.').first()).toBeVisible();
  await agent.context().close();
}

test('a rota is planned, swapped and covered', async ({ browser, desk, page }) => {
  await story(browser, desk, page, '1', {});
});

// Somebody who asked lately comes straight to Bo: a tap opens the list, a tap on the name is the ticket.
async function pastTheDesk(desk, page, name) {
  const form = { body: 'The lift is stuck', name, email: `${name.split(' ')[0].toLowerCase()}@elsewhere.example` };
  await page.request.post(`${desk.url}/new`, { form, headers: { origin: desk.url }, maxRedirects: 0 });
  await signIn(page, desk, desk.bo);
  const made = page.getByText('Asked me directly');
  await page.goto(`${desk.url}/desk`);
  const before = await made.count();
  await page.goto(`${desk.url}/desk/rota`);
  const past = page.locator('details', { has: page.locator('form[action="/rpc/rota/past_desk"]') });
  await past.locator('summary').click();
  const sent = page.waitForResponse(answer => answer.url().includes('/rpc/rota/past_desk'));
  await past.getByRole('button', { name }).click();
  await sent;
  await expect(async () => {
    await page.goto(`${desk.url}/desk`);
    expect(await made.count()).toBe(before + 1);
  }).toPass();
}

test('whoever came past the desk is a ticket in two taps', async ({ desk, page }) => {
  await pastTheDesk(desk, page, 'Gus Guest');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('whoever came past the desk is a ticket there too', async ({ desk, page }) => {
    await pastTheDesk(desk, page, 'Greta Guest');
  });

  test('the same rota is a handful of plain forms', async ({ browser, desk, page }) => {
    await story(browser, desk, page, '2', { javaScriptEnabled: false });
  });
});

test('who knows what is one key away', async ({ desk, page }) => {
  await signIn(page, desk, desk.bo);
  await page.goto(`${desk.url}/desk`);
  await hydrated(page);
  // The desk's own piece of the program arrives after the first; a key pressed before it is nobody's.
  await expect(async () => {
    await page.keyboard.press('w');
    await expect(page).toHaveURL(/\/desk\/knows$/, { timeout: 1_000 });
  }).toPass();
  await expect(page.locator('h1')).toContainText('Who knows what');
});
