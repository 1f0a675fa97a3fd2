// Files real questions through the public form and posts their answers as replies, then looks whether all is there.
//   BASE_URL=http://127.0.0.1:3000 EMAIL=bo@… PASSWORD=… node requests.mjs FILE.json
// FILE.json: a list of { text, answer }, the answer in HTML; it is written as the light Markdown that an agent would type.
import { readFileSync } from 'node:fs';
import TurndownService from 'turndown';

const base = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
const origin = { Origin: base };
const turndown = new TurndownService({ codeBlockStyle: 'fenced', headingStyle: 'atx', bulletListMarker: '-' });

const items = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const cookie = await signIn(process.env.EMAIL, process.env.PASSWORD);
const tickets = [];
for (const [n, { text, answer }] of items.entries()) {
  const address = await ask(text, n);
  const reply = turndown.turndown(answer ?? '').trim();
  if (reply) await post(address, reply);
  tickets.push({ address, text, reply });
}
console.log(`${tickets.length} filed, ${tickets.filter(ticket => ticket.reply).length} answered`);

let missing = 0;
for (const { address, text, reply } of tickets) {
  const page = await (await fetch(base + address)).text();
  const plain = page.replaceAll(/<[^>]*>/g, ' ').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");
  const words = [...text.matchAll(/[\p{L}\p{N}]{4,}/gu), ...reply.replaceAll(/\(https?:[^)]*\)|\\/g, ' ').matchAll(/[\p{L}\p{N}]{6,}/gu)].map(match => match[0]);
  const lost = words.filter(word => !plain.includes(word));
  if (lost.length > 0) { missing += 1; console.log(`${address}: ${lost.slice(0, 5).join(', ')}`); }
}
console.log(`${missing} with a word that is not on their page`);

let unfound = 0;
for (const { address, text } of tickets) {
  const ref = address.match(/T-\d+/)[0];
  const query = text.split(/\s+/).slice(0, 8).join(' ');
  const page = await (await fetch(`${base}/desk?q=${encodeURIComponent(query)}`, { headers: { cookie } })).text();
  if (!page.includes(`/desk/t/${ref}`)) { unfound += 1; console.log(`not found by its own words: ${ref} ${query}`); }
}
console.log(`${unfound} not found by the search`);
process.exitCode = missing + unfound > 0 ? 1 : 0;

async function signIn(email, password) {
  const answer = await fetch(`${base}/sign-in`, { method: 'POST', redirect: 'manual', headers: origin, body: new URLSearchParams({ email, password }) });
  if (answer.status !== 303) throw new Error(`sign in: ${answer.status}`);
  return answer.headers.getSetCookie().map(value => value.split(';')[0]).join('; ');
}

async function ask(body, n) {
  const form = new FormData();
  form.set('body', body);
  form.set('name', `Reader ${n + 1}`);
  form.set('email', `reader${n + 1}@guest.example`);
  const answer = await fetch(`${base}/new`, { method: 'POST', redirect: 'manual', headers: origin, body: form });
  if (answer.status !== 303) throw new Error(`ask ${n}: ${answer.status}`);
  return answer.headers.get('location');
}

async function post(address, body) {
  const ref = address.match(/T-\d+/)[0];
  const form = new FormData();
  form.set('kind', 'reply');
  form.set('body', body);
  const answer = await fetch(`${base}/t/${ref}/post`, { method: 'POST', redirect: 'manual', headers: { ...origin, cookie }, body: form });
  if (answer.status !== 303) throw new Error(`reply ${ref}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
}
