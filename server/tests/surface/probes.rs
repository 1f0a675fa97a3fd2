//! How every address is asked.

use std::time::Duration;

use server::router::Address;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use super::visitors::Has;
use crate::client::{Answer, Ask, Client, encode, parse_head};
use crate::desk::{PASSWORD, TestDesk};

/// One question to one address. Words in capitals stand for what each visitor has.
pub struct Probe {
    pub address: &'static str,
    /// What is special about it; empty for the plain question.
    pub about: &'static str,
    pub path: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const fn get(address: &'static str, about: &'static str, path: &'static str) -> Probe {
    Probe { address, about, path, fields: &[] }
}

const fn post(
    address: &'static str,
    about: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Probe {
    Probe { address, about, path, fields }
}

const fn call(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Probe {
    Probe { address: path, about: "", path, fields }
}

#[rustfmt::skip]
pub const PROBES: &[Probe] = &[
    get("/", "", "/"),
    get("/admin", "", "/admin"),
    get("/admin/coverage", "", "/admin/coverage"),
    get("/admin/policies", "", "/admin/policies"),
    get("/admin/suppliers", "", "/admin/suppliers"),
    get("/admin/webhooks", "", "/admin/webhooks"),
    get("/admin/rota", "", "/admin/rota"),
    get("/admin/rota", "typed", "/admin/rota?kind=fixed&from=2030-01-01"),
    get("/admin/routing", "", "/admin/routing"),
    get("/api", "", "/api"),
    get("/assets/{*path}", "", "/assets/none.css"),
    get("/calendar/{name}", "guessed", "/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics"),
    get("/desk", "", "/desk"),
    get("/desk", "search", "/desk?q=lift"),
    get("/desk/knows", "", "/desk/knows"),
    get("/desk/rota", "", "/desk/rota"),
    get("/desk/t/{ref}", "", "/desk/t/REF"),
    get("/desk/t/{ref}", "absent", "/desk/t/T-9999"),
    get("/favicon.ico", "", "/favicon.ico"),
    get("/files/{id}/{name}", "of a post", "/files/FILE/a.txt?k=KEY"),
    get("/files/{id}/{name}", "of a note", "/files/NOTED/b.txt?k=KEY"),
    get("/files/{id}/{name}", "absent", "/files/9999/a.txt?k=KEY"),
    get("/healthz", "", "/healthz"),
    get("/kit", "", "/kit"),
    get("/live/desk", "", "/live/desk"),
    get("/live/desk/t/{ref}", "", "/live/desk/t/REF"),
    get("/live/desk/t/{ref}", "absent", "/live/desk/t/T-9999"),
    get("/live/my", "", "/live/my"),
    get("/live/t/{ref}", "", "/live/t/REF?k=KEY"),
    get("/live/t/{ref}", "absent", "/live/t/T-9999?k=KEY"),
    get("/live/wall", "", "/live/wall?token=TOKEN"),
    get("/me", "", "/me"),
    get("/my", "", "/my"),
    get("/new", "", "/new"),
    get("/pkg/{*path}", "", "/pkg/none.js"),
    get("/readyz", "", "/readyz"),
    get("/service-levels", "", "/service-levels"),
    get("/set-up", "", "/set-up?token=guessed"),
    get("/set-password", "", "/set-password?token=guessed"),
    get("/sign-in", "", "/sign-in"),
    get("/t/{ref}", "", "/t/REF?k=KEY"),
    get("/t/{ref}", "absent", "/t/T-9999?k=KEY"),
    get("/wall", "", "/wall?token=TOKEN"),
    post("/new", "", "/new", &[("body", "A new thing"), ("name", "Gus"), ("email", "gus@elsewhere.example")]),
    post("/set-up", "", "/set-up", &[("token", "guessed"), ("name", "Eve"), ("email", "eve@evil.example"), ("password", PASSWORD)]),
    post("/set-password", "", "/set-password", &[("token", "guessed"), ("password", PASSWORD)]),
    post("/sign-in", "", "/sign-in", &[("email", "ana@lumbrera.example"), ("password", "not hers, no")]),
    post("/sign-out", "", "/sign-out", &[]),
    post("/t/{ref}/post", "answer", "/t/REF/post", &[("kind", "answer"), ("body", "And this"), ("k", "KEY")]),
    post("/t/{ref}/post", "reply", "/t/REF/post", &[("kind", "reply"), ("body", "We look"), ("k", "KEY")]),
    post("/t/{ref}/post", "note", "/t/REF/post", &[("kind", "note"), ("body", "Hm"), ("k", "KEY")]),
    post("/t/{ref}/post", "absent", "/t/T-9999/post", &[("kind", "answer"), ("body", "And this"), ("k", "KEY")]),
    call("/rpc/account/everywhere", &[]),
    call("/rpc/account/look", &[("language", "es"), ("theme", "dark")]),
    call("/rpc/account/me", &[]),
    call("/rpc/account/password", &[("old", PASSWORD), ("new", "another horse battery")]),
    call("/rpc/account/revoke", &[("session", "9999")]),
    call("/rpc/account/save", &[("language", "en"), ("zone", "Europe/Madrid"), ("theme", "")]),
    call("/rpc/account/set_password", &[("token", "guessed")]),
    call("/rpc/account/set_up", &[("token", "guessed")]),
    call("/rpc/admin/category_add", &[("name", "Hardware")]),
    call("/rpc/admin/category_archive", &[("category", "9999")]),
    call("/rpc/admin/desk", &[("company", "Lumbrera"), ("phone", ""), ("place", ""), ("zone", "Europe/Madrid"), ("language", "en"), ("hours[0]", "")]),
    call("/rpc/admin/page", &[]),
    call("/rpc/admin/person_add", &[("name", "Fay"), ("email", "fay@lumbrera.example"), ("password", PASSWORD)]),
    call("/rpc/admin/person_roles", &[("person", "SPARE")]),
    call("/rpc/admin/service_add", &[("name", "VPN")]),
    call("/rpc/admin/service_state", &[("service", "9999"), ("state", "down")]),
    call("/rpc/desk/assign", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/merge", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("into", "BESIDE")]),
    call("/rpc/desk/past_desk", &[("ticket", "NUMBER")]),
    call("/rpc/desk/queue", &[]),
    call("/rpc/desk/reopen", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/resolve", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("place", "remote"), ("level", "1")]),
    call("/rpc/desk/resume", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/ticket", &[("ticket", "NUMBER")]),
    call("/rpc/desk/triage", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("subject", "The lift"), ("kind", "incident"), ("impact", "me"), ("effect", "blocked"), ("service", ""), ("category", "")]),
    call("/rpc/desk/wait", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("on", "requester")]),
    call("/rpc/portal/ask", &[]),
    call("/rpc/portal/cancel", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/close", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/home", &[]),
    call("/rpc/portal/my", &[]),
    call("/rpc/portal/reopen", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/tracker", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/unwatch", &[("ticket", "NUMBER"), ("k", "KEY"), ("person", "WATCHER")]),
    call("/rpc/portal/watch", &[("ticket", "NUMBER"), ("k", "KEY"), ("email", "cy@lumbrera.example")]),
    call("/rpc/promise/add_supplier", &[("name", "Papyrus"), ("target", "60"), ("calendar", "1")]),
    call("/rpc/promise/page", &[]),
    call("/rpc/promise/published", &[]),
    call("/rpc/promise/raise_row", &[("row", "9999")]),
    call("/rpc/promise/remove_calendar", &[("calendar", "9999")]),
    call("/rpc/promise/remove_row", &[("row", "9999")]),
    call("/rpc/promise/remove_rule", &[("place", "9999")]),
    call("/rpc/promise/save_calendar", &[("name", "Office"), ("zone", "Europe/Madrid"), ("hours[0]", "8-17"), ("run", "try")]),
    call("/rpc/promise/save_row", &[("name", "Everybody"), ("audience", "everybody"), ("calendar", "1")]),
    call("/rpc/promise/save_rule", &[("first_answer", "60"), ("done", "360"), ("run", "save")]),
    call("/rpc/promise/save_supplier", &[("supplier", "9999"), ("target", "60"), ("calendar", "1")]),
    call("/rpc/promise/save_terms", &[("first_answer", "60"), ("done", "360"), ("budget", "0"), ("approval", "0"), ("warn_percent", "75"), ("run", "try")]),
    call("/rpc/rota/absence", &[("from", "2030-01-01"), ("to", "2030-01-02")]),
    call("/rpc/rota/answer", &[("swap", "9999"), ("answer", "accepted")]),
    call("/rpc/rota/cover", &[("given", "1-2"), ("person", "SPARE")]),
    call("/rpc/rota/feed_add", &[("secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("whose", "team")]),
    call("/rpc/rota/feed_revoke", &[("feed", "9999")]),
    call("/rpc/rota/hand_over", &[("body", "All is quiet")]),
    call("/rpc/rota/offer", &[("given", "1-2"), ("taker", "SPARE"), ("in_return", "")]),
    call("/rpc/rota/page", &[]),
    call("/rpc/rota/past_desk", &[("email", "gus@elsewhere.example"), ("name", "Gus"), ("body", "In the corridor"), ("channel", "walk_up")]),
    call("/rpc/rota/plan", &[]),
    call("/rpc/rota/present", &[("absence", "9999")]),
    call("/rpc/rota/save", &[("typed", "kind=fixed&from=2030-01-01")]),
    call("/rpc/routing/add", &[("name", "All"), ("to", "duty")]),
    call("/rpc/routing/earlier", &[("rule", "9999")]),
    call("/rpc/routing/knows", &[]),
    call("/rpc/routing/page", &[]),
    call("/rpc/routing/person", &[("person", "SPARE"), ("limit", "5")]),
    call("/rpc/routing/remove", &[("rule", "9999")]),
    call("/rpc/wall/picture", &[("token", "TOKEN")]),
    call("/rpc/webhook/add", &[("url", "https://hooks.example.org"), ("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), ("content", "facts")]),
    call("/rpc/webhook/disable", &[("webhook", "9999")]),
    call("/rpc/webhook/enable", &[("webhook", "9999")]),
    call("/rpc/webhook/page", &[]),
    call("/rpc/webhook/remove", &[("webhook", "9999")]),
    call("/rpc/webhook/test", &[("webhook", "9999")]),
];
impl Probe {
    pub fn method(&self) -> &'static str {
        if self.path.starts_with("/rpc/") || !self.fields.is_empty() || self.path == "/sign-out" {
            "POST"
        } else {
            "GET"
        }
    }

    pub fn listed(&self) -> Address {
        Address { path: self.address.to_owned(), method: self.method().to_owned() }
    }

    pub async fn ask(&self, desk: &TestDesk, visitor: &str, has: &Has) -> Answer {
        let client = has.client(desk, visitor);
        let ask = if self.method() == "GET" {
            Ask::get(&has.fill(self.path, encode))
        } else {
            let fields: Vec<(&str, String)> =
                self.fields.iter().map(|(name, value)| (*name, has.fill(value, str::to_owned))).collect();
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Ask::form(&has.fill(self.path, encode), &fields)
                .header("accept", app::wire::MEDIA_TYPE)
                .sent_on(client.address)
        };
        if self.path.starts_with("/live/") {
            first_of_stream(&client, ask).await
        } else {
            client.send(ask).await
        }
    }
}

/// A stream has no end: its head, and what comes first.
async fn first_of_stream(client: &Client, ask: Ask) -> Answer {
    let mut stream = client.open(ask).await.unwrap();
    let mut bytes = vec![0; 256 * 1024];
    let mut read = 0;
    while let Ok(Ok(more)) = timeout(Duration::from_millis(300), stream.read(&mut bytes[read..])).await {
        read += more;
        if more == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let (status, headers) = parse_head(head.as_bytes()).unwrap();
    Answer { status, headers, body: body.as_bytes().to_vec() }
}
