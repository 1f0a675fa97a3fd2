//! Categories: ten with five below each, and the room that is left said before it is gone.

use domain::category::{Category, MAX_CATEGORIES, MAX_SUBCATEGORIES, Subcategory};
use domain::ids::CategoryId;
use domain::settings::AdminPage;
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType, Field, Fold, Head, Needed, Out};

use crate::form::{ActForm, After, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::admin::{AddCategory, ArchiveCategory};

#[component]
pub fn Categories(page: RwSignal<AdminPage>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let categories = Memo::new(move |_| page.with(|page| page.categories.clone()));
    let left = move || MAX_CATEGORIES.saturating_sub(categories.with(Vec::len));
    let room = move || match left() {
        0 => t.category_full(&MAX_CATEGORIES.to_string()),
        1 => t.category_left_one().to_owned(),
        left => t.category_left(&left.to_string()),
    };
    let is_empty = move || categories.with(Vec::is_empty);
    view! {
        <section class="stack-3" id="categories" aria-labelledby="categories-head">
            <Head
                title=t.category_title()
                id="categories-head"
                count=Signal::derive(move || Some(format!("{} / {MAX_CATEGORIES}", categories.with(Vec::len))))
            />
            <p class="second small">
                {t.category_hint(&MAX_CATEGORIES.to_string(), &MAX_SUBCATEGORIES.to_string())} " "
                {t.category_archive_note()}
            </p>
            <p hidden=move || !is_empty()>{t.category_none()}</p>
            <div class="folds">
                <For each=move || categories.get() key=|category| category.id let:category>
                    <One category=category categories=categories on_done=on_done/>
                </For>
            </div>
            <p role="status" class="second">{room}</p>
            <div hidden=move || left() == 0>
                <Add parent=None id="category-name" label=t.category_name() on_done=on_done/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn One(category: Category, categories: Memo<Vec<Category>>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let id = category.id;
    let subs = Memo::new(move |_| {
        categories.with(|all| {
            let own = all.iter().find(|category| category.id == id);
            own.map(|category| category.subcategories.clone()).unwrap_or_default()
        })
    });
    let left = move || MAX_SUBCATEGORIES.saturating_sub(subs.with(Vec::len));
    let room = move || match left() {
        0 => t.category_sub_full(&MAX_SUBCATEGORIES.to_string()),
        1 => t.category_sub_left_one().to_owned(),
        left => t.category_sub_left(&left.to_string()),
    };
    let names = Signal::derive(move || {
        let names = subs.with(|subs| subs.iter().map(|sub| sub.name.clone()).collect::<Vec<_>>().join(", "));
        Some(names)
    });
    view! {
        <Fold title=category.name.clone() note=names>
            <div class="stack-2">
                <ul class="rows">
                    <For each=move || subs.get() key=|sub| sub.id let:sub>
                        <Sub sub=sub on_done=on_done/>
                    </For>
                </ul>
                <p role="status" class="second small">{room}</p>
                <div hidden=move || left() == 0>
                    <Add
                        parent=Some(id)
                        id=format!("category-{}-name", id.0)
                        label=t.category_sub_name(&category.name)
                        on_done=on_done
                    />
                </div>
                <Archive category=id name=category.name.clone() on_done=on_done/>
            </div>
        </Fold>
    }
    .into_any()
}

#[component]
fn Sub(sub: Subcategory, on_done: Callback<AdminPage>) -> impl IntoView {
    view! {
        <li class="row-act">
            <div class="row-what">{sub.name.clone()}</div>
            <Archive category=sub.id name=sub.name on_done=on_done/>
        </li>
    }
    .into_any()
}

#[component]
fn Archive(category: CategoryId, name: String, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let id = category.0.to_string();
    let own = id.clone();
    let doing =
        Doing::<ArchiveCategory>::told_apart(move |echo| echo.value("category") == Some(own.as_str()));
    let label = t.category_archive_label(&name);
    view! {
        <ActForm doing=doing on_done=on_done>
            <input type="hidden" name="category" value=id/>
            <Button kind=ButtonKind::Late action=ButtonType::Submit>
                <span aria-hidden="true">{t.category_archive()}</span>
                <Out>{label}</Out>
            </Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}

#[component]
fn Add(
    parent: Option<CategoryId>,
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    on_done: Callback<AdminPage>,
) -> impl IntoView {
    let t = Admin::from(language());
    let below = parent.map(|parent| parent.0.to_string());
    let own = below.clone();
    let doing = Doing::<AddCategory>::told_apart(move |echo| echo.value("parent") == own.as_deref());
    let word = if parent.is_some() { t.category_sub_add() } else { t.category_add() };
    view! {
        <ActForm doing=doing class="add-line" after=After::Empty on_done=on_done>
            {below.map(|below| view! { <input type="hidden" name="parent" value=below/> })}
            <Field
                id=id
                name="name"
                label=label.clone()
                needed=Needed::Required
                autocomplete="off"
                value=doing.value("name", "")
                error=doing.state.wrong("name", label)
            />
            <Button action=ButtonType::Submit>{word}</Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}
