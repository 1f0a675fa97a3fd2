//! Swaps: what was offered to me and by me, and a form to offer. The lead may give a shift to somebody without asking.

use domain::person::PersonChip;
use domain::rota::view::{RotaPage, SwapView};
use domain::rota::{Stint, SwapAnswer, span_word};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Fold, Head, Out, Select, SelectOption};

use crate::entities::rota::{choices, name, span};
use crate::form::{ActForm, After, Doing, Outcome, unfolded};
use crate::format::Times;
use crate::i18n::{Rota, language};
use crate::rpc::rota::{AnswerSwap, CoverShift, OfferSwap};

#[component]
pub fn Swaps(page: RwSignal<RotaPage>, times: Signal<Times>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let swaps = Memo::new(move |_| page.with(|page| page.swaps.clone()));
    let has_none = move || swaps.with(Vec::is_empty);
    view! {
        <section class="stack-3" id="swaps" aria-labelledby="swaps-head">
            <Head title=t.swap_title() id="swaps-head"/>
            <p class="second" hidden=move || !has_none()>
                {t.swap_none()}
            </p>
            <ul class="rows">
                <For each=move || swaps.get() key=|swap| swap.id let:swap>
                    <One swap=swap page=page times=times on_done=on_done/>
                </For>
            </ul>
            <OfferForm page=page times=times on_done=on_done/>
        </section>
    }
    .into_any()
}

/// One open offer, with one tap for each answer.
#[component]
fn One(
    swap: SwapView,
    page: RwSignal<RotaPage>,
    times: Signal<Times>,
    on_done: Callback<RotaPage>,
) -> impl IntoView {
    let t = Rota::from(language());
    let SwapView { id, swap } = swap;
    let (me, people) = page.with_untracked(|page| (page.reader.id, page.people.clone()));
    let what = move || {
        times.with(|times| {
            let (giver, taker) = (name(&people, swap.giver), name(&people, swap.taker));
            let given = span(swap.given, times);
            match swap.back {
                Some(back) => t.swap_for(&giver, &given, &taker, &span(back, times)),
                None => t.swap_gives(&giver, &given, &taker),
            }
        })
    };
    let answers = [
        (swap.taker, SwapAnswer::Accepted, ButtonKind::Go, t.swap_accept()),
        (swap.taker, SwapAnswer::Declined, ButtonKind::default(), t.swap_decline()),
        (swap.giver, SwapAnswer::Withdrawn, ButtonKind::default(), t.swap_withdraw()),
    ];
    let own = id.0.to_string();
    let buttons = answers.into_iter().filter(|(who, ..)| *who == me).map(|(_, answer, kind, word)| {
        let own = own.clone();
        let doing = Doing::<AnswerSwap>::told_apart(move |echo| {
            echo.value("swap") == Some(own.as_str()) && echo.value("answer") == Some(answer.as_str())
        });
        view! {
            <ActForm doing=doing on_done=on_done>
                <input type="hidden" name="swap" value=id.0.to_string()/>
                <input type="hidden" name="answer" value=answer.as_str()/>
                <Button kind=kind action=ButtonType::Submit>
                    {word} <Out>" " {times.with_untracked(|times| span(swap.given, times))}</Out>
                </Button>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        }
    });
    let buttons = buttons.collect_view();
    view! {
        <li class="row-act">
            <span class="row-what">{what}</span>
            {buttons}
        </li>
    }
    .into_any()
}

#[component]
fn OfferForm(page: RwSignal<RotaPage>, times: Signal<Times>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let doing = Doing::<OfferSwap>::new();
    let me = page.with_untracked(|page| page.reader.id);
    let (mine, theirs) = page.with_untracked(|page| {
        times.with_untracked(|times| {
            let (mine, theirs): (Vec<Stint>, Vec<Stint>) =
                page.ahead.iter().cloned().partition(|stint| stint.person == me);
            (options(&mine, None, times), options(&theirs, Some(&page.people), times))
        })
    });
    let colleagues = page.with_untracked(|page| choices(page.people.iter().filter(|chip| chip.id != me)));
    if mine.is_empty() {
        return view! { <p class="second small">{t.swap_no_shift()}</p> }.into_any();
    }
    let nothing = SelectOption::new("", t.swap_nothing());
    view! {
        <Fold title=t.swap_offer() state=unfolded(doing.state)>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <Select
                    id="swap-given"
                    name="given"
                    label=t.swap_given()
                    options=mine
                    value=doing.value("given", "")
                    error=doing.state.wrong("given", t.swap_given())
                />
                <Select
                    id="swap-taker"
                    name="taker"
                    label=t.swap_taker()
                    options=colleagues
                    value=doing.value("taker", "")
                    error=doing.state.wrong("taker", t.swap_taker())
                />
                <Select
                    id="swap-back"
                    name="in_return"
                    label=t.swap_back()
                    options=std::iter::once(nothing).chain(theirs).collect()
                    value=doing.value("in_return", "")
                    hint=t.swap_back_hint()
                    error=doing.state.wrong("in_return", t.swap_back())
                />
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.swap_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.swap_sent()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

/// The lead's: who has a shift, whatever the plan says.
#[component]
pub fn Cover(page: RwSignal<RotaPage>, times: Signal<Times>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let doing = Doing::<CoverShift>::new();
    let (shifts, people) = page.with_untracked(|page| {
        let shifts = times.with_untracked(|times| options(&page.ahead, Some(&page.people), times));
        (shifts, choices(page.people.iter()))
    });
    view! {
        <Fold title=t.cover_title() state=unfolded(doing.state)>
            <ActForm doing=doing class="stack-3" on_done=on_done>
                <p class="second small">{t.cover_hint()}</p>
                <Select
                    id="cover-given"
                    name="given"
                    label=t.cover_given()
                    options=shifts
                    value=doing.value("given", "")
                    error=doing.state.wrong("given", t.cover_given())
                />
                <Select
                    id="cover-person"
                    name="person"
                    label=t.cover_person()
                    options=people
                    value=doing.value("person", "")
                    error=doing.state.wrong("person", t.cover_person())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.cover_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

fn options(stints: &[Stint], people: Option<&[PersonChip]>, times: &Times) -> Vec<SelectOption> {
    let option = |stint: &Stint| {
        let when = span(stint.within, times);
        let label = people.map_or(when.clone(), |people| format!("{when}, {}", name(people, stint.person)));
        SelectOption::new(span_word(stint.within), label)
    };
    stints.iter().map(option).collect()
}
