//! What people press, type and choose.

use leptos::prelude::*;

use crate::{
    Button, ButtonHeight, ButtonKind, ButtonRow, ButtonWidth, Choice, ChoiceOption, Dialog, Field, Fold,
    FoldState, Head, HeadLevel, Icon, InputKind, LinkButton, Select, SelectOption, Switch, TextArea, Toast,
    ToastTime,
};

#[component]
pub fn Buttons() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Buttons"/>
            <ButtonRow>
                <Button kind=ButtonKind::Go>"Send"</Button>
                <Button icon=Icon::Clip>"Add a file"</Button>
                <Button kind=ButtonKind::Now>"Call A16"</Button>
                <Button kind=ButtonKind::Staff icon=Icon::Lock>"Save note"</Button>
                <Button kind=ButtonKind::Late>"Erase"</Button>
                <Button kind=ButtonKind::Bare>"Cancel"</Button>
                <Button disabled=true>"Sent"</Button>
                <Button icon=Icon::Moon label="Light or dark"/>
            </ButtonRow>
            <ButtonRow>
                <Button kind=ButtonKind::Go icon=Icon::Check key="E">"Resolve"</Button>
                <LinkButton href="#new" icon=Icon::Ask key="N">"New ticket"</LinkButton>
            </ButtonRow>
            <Button kind=ButtonKind::Go width=ButtonWidth::Fill height=ButtonHeight::Tall>"Send"</Button>
            <Choice
                id="where"
                name="where"
                label="Fixed where"
                value="desk"
                options=options(&[("remote", "Remote"), ("desk", "Desk"), ("site", "On site"), ("depot", "Depot")])
            />
            <Choice
                id="donde"
                name="donde"
                label="¿A quién afecta?"
                options=options(&[("me", "Solo a mí"), ("team", "A todo mi equipo"), ("all", "A toda la empresa")])
            />
            <Switch name="urgent" label="Urgent: I can’t work, or a customer is waiting" off="Off" on="For what can’t wait its turn. We read the reason first."/>
            <Switch name="urgent2" label="Urgent" off="Off" on="On. We read the reason first." checked=true/>
        </section>
    }
}

#[component]
pub fn Fields() -> impl IntoView {
    let services =
        [("mail", "Mail", "Office"), ("print", "Printing", "Office"), ("vpn", "Remote access", "Network")];
    view! {
        <section class="stack-2">
            <Head title="Fields"/>
            <Field id="subject" name="subject" label="Subject" value="Scanner app closes when saving" hint="One line is enough"/>
            <Field
                id="by"
                name="by"
                label="Needed by"
                value="yesterday"
                error="This is in the past. Give a time after 10:42."
            />
            <Field id="mail" name="mail" label="Work mail" kind=InputKind::Email placeholder="ana@lumbrera.example"/>
            <Field id="file" name="file" label="Photo or file" kind=InputKind::File/>
            <TextArea id="body" name="body" label="What do you need?" hint="Say it in your own words"/>
            <Select
                id="service"
                name="service"
                label="Service"
                value="print"
                options=services
                    .map(|(value, label, group)| SelectOption {
                        value: value.into(),
                        label: label.into(),
                        group: Some(group.into()),
                    })
                    .to_vec()
            />
            <Fold title="More, if you like" note="3 questions" state=FoldState::Open>
                <p class="second">"What is folded is never needed."</p>
            </Fold>
        </section>
    }
}

/// What floats over the page: the one dialog and the toasts.
#[component]
pub fn Floating() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="stack-2">
            <Head title="Dialog and toast"/>
            <div class="dialog" role="group" aria-label="A dialog, standing still">
                <h3>"Where was it fixed?"</h3>
                <p class="second small">"By level 1. Ana may reopen it until 25 November."</p>
                <ButtonRow>
                    <Button kind=ButtonKind::Go>"Resolve"</Button>
                    <Button kind=ButtonKind::Bare>"Not yet"</Button>
                </ButtonRow>
            </div>
            <ButtonRow>
                <Button attr:command="show-modal" attr:commandfor="ask">
                    "Open the dialog"
                </Button>
            </ButtonRow>
            <Dialog
                id="ask"
                title="Where was it fixed?"
                open=open
                buttons=move || {
                    view! {
                        <Button kind=ButtonKind::Go attr:command="close" attr:commandfor="ask">
                            "Resolve"
                        </Button>
                        <Button kind=ButtonKind::Bare attr:command="close" attr:commandfor="ask">
                            "Not yet"
                        </Button>
                    }
                }
            >
                <p class="second small">"By level 1. Ana may reopen it until 25 November."</p>
            </Dialog>
            <div>
                <Toast
                    time=ToastTime::TenSeconds
                    action=|| view! { <Button icon=Icon::Undo>"Undo"</Button> }
                >
                    "Reply to Ana goes out in 10\u{a0}s"
                </Toast>
            </div>
            <Head title="A head of the third level" level=HeadLevel::Three end=|| view! { <a href="#all">"All 14"</a> }/>
        </section>
    }
}

fn options(lines: &[(&str, &str)]) -> Vec<ChoiceOption> {
    lines.iter().map(|(value, label)| ChoiceOption::new(*value, *label)).collect()
}
