// Everything at the desk by keyboard: find, open, answer, resolve.
import { expect, hydrated, signIn, test } from '../fixtures/test.mjs';

test('an agent works a ticket without a mouse', async ({ browser, desk, page: guest }) => {
  await guest.goto(`${desk.url}/new`);
  await guest.fill('textarea[name=body]', 'Keyboard only please. My arm is in plaster.');
  await guest.fill('input[name=name]', 'Gil Prats');
  await guest.fill('input[name=email]', 'gil@guest.example');
  await guest.click('form[action="/new"] button[type=submit]');
  await guest.waitForURL(/\/t\/T-/);
  const ref = new URL(guest.url()).pathname.split('/').pop();

  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, desk, desk.bo);
  await agent.goto(`${desk.url}/desk`);
  await hydrated(agent);
  // The desk's own piece of the program arrives after the first; a key pressed before it is nobody's.
  const search = agent.getByRole('searchbox');
  await expect(async () => {
    await agent.keyboard.press('/');
    await expect(search).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await search.fill('');
  await agent.keyboard.type('plaster');
  await agent.keyboard.press('Enter');
  await agent.waitForURL(/q=plaster/);
  const row = agent.locator(`a[href*="/desk/t/${ref}"]`);
  await expect(row).toHaveCount(1);
  await agent.locator('body').press('Escape');
  await agent.evaluate(() => document.activeElement?.blur());
  // While the list is drawn anew a key may find no row yet.
  await expect(async () => {
    await agent.keyboard.press('j');
    await expect(row).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await agent.keyboard.press('Enter');
  await agent.waitForURL(`**/desk/t/${ref}`);
  // The address is there before the page: keys belong to the page that is seen.
  await expect(agent.locator('.thread')).toBeVisible();
  await agent.keyboard.press('r');
  await agent.keyboard.type('No mouse needed here.');
  await agent.keyboard.press('Control+Enter');
  await expect(agent.locator('.thread')).toContainText('No mouse needed here');
  await agent.evaluate(() => document.activeElement?.blur());
  await agent.keyboard.press('e');
  await expect(agent.locator('main')).toContainText(/Resolved/);
});
