//! What a change would do to tickets that are open.

use domain::promise::page::{LevelsPage, Preview, Previewed};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, TableBox};

use super::Shared;
use crate::form::{Act, ActForm, Doing, Outcome};
use crate::format::Times;
use crate::i18n::{Admin, language};
use crate::routes;

/// A form that can be tried on real tickets before it is saved: its fields, two buttons, and what came of it.
#[component]
pub fn TryForm<S: Act<Output = LevelsPage>>(
    doing: Doing<S>,
    shared: Shared,
    children: Children,
) -> impl IntoView {
    let t = Admin::from(language());
    let preview = RwSignal::new(None);
    let on_done = Callback::new(move |page: LevelsPage| {
        preview.set(page.preview.clone());
        shared.on_done.run(page);
    });
    view! {
        <ActForm doing=doing class="stack-3" on_done=on_done>
            {children()}
            <ButtonRow>
                <Button kind=ButtonKind::Go action=ButtonType::Submit name="run" value="save">
                    {t.save()}
                </Button>
                <Button action=ButtonType::Submit name="run" value="try">
                    {t.levels_try()}
                </Button>
            </ButtonRow>
            <Outcome state=doing.state done=doing.done words=t.levels_done()/>
        </ActForm>
        <div role="status" class="stack-2">
            {move || {
                let tried_last = preview.get().filter(|_| doing.done.get());
                tried_last.map(|preview| tried(preview, &shared.times.get()))
            }}
        </div>
    }
    .into_any()
}

fn tried(preview: Preview, times: &Times) -> AnyView {
    let t = Admin::from(language());
    let left_out = (!preview.left_out.is_empty()).then(|| t.levels_left_out(&preview.left_out.join(", ")));
    let added = (preview.holidays > 0).then(|| t.levels_feed_adds(&preview.holidays.to_string()));
    let moved = preview.tickets.iter().filter(|one| one.due_at != one.would_be_due_at).count();
    let rows = preview.tickets.iter().map(|one| row(one, times)).collect_view();
    view! {
        <p>{t.levels_tried(&moved.to_string(), &preview.tickets.len().to_string())}</p>
        {added.map(|added| view! { <p>{added}</p> })}
        {left_out.map(|left_out| view! { <p>{left_out}</p> })}
        <TableBox label=t.levels_tried_table()>
            <thead>
                <tr>
                    <th scope="col">{t.levels_ticket()}</th>
                    <th scope="col">{t.levels_due()}</th>
                    <th scope="col">{t.levels_would_be()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

fn row(one: &Previewed, times: &Times) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>
                <a href=routes::ticket(one.ticket)>{one.ticket.to_string()}</a>
                " "
                {one.subject.clone()}
            </td>
            <td>{times.long(one.due_at)}</td>
            <td>{times.long(one.would_be_due_at)}</td>
        </tr>
    }
}
