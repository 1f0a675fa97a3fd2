//! What the triage form sends, as words, and what it means.

use domain::fault::{Fault, FieldFault, Reason};
use domain::ids::{CategoryId, ServiceId};
use domain::promise::Need;
use domain::text::{Subject, UrgentReason};
use domain::ticket::{Effect, Impact, Kind, Triage};
use serde::{Deserialize, Serialize};

/// The fields of the form. An absent or empty one means that nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageForm {
    pub subject: String,
    pub kind: String,
    pub urgent: Option<String>,
    pub impact: Option<String>,
    pub effect: Option<String>,
    pub service: Option<String>,
    pub category: Option<String>,
    pub needs_budget: Option<String>,
    pub needs_approval: Option<String>,
}

impl TriageForm {
    /// What the form says. Errors with every field that does not fit, not only the first.
    pub fn parse(self) -> Result<Triage, Fault> {
        let mut faults = Vec::new();
        let subject = keep(&mut faults, "subject", Subject::parse(&self.subject).map_err(Reason::from));
        let kind = keep(&mut faults, "kind", Kind::from_name(&self.kind).ok_or(Reason::NotOffered));
        let urgent = said(&mut faults, "urgent", self.urgent, |typed| Ok(UrgentReason::parse(typed)?));
        let impact = said(&mut faults, "impact", self.impact, |word| chosen(Impact::from_name(word)));
        let effect = said(&mut faults, "effect", self.effect, |word| chosen(Effect::from_name(word)));
        let service = said(&mut faults, "service", self.service, |id| chosen(id.parse().ok().map(ServiceId)));
        let category =
            said(&mut faults, "category", self.category, |id| chosen(id.parse().ok().map(CategoryId)));
        match (subject, kind) {
            (Some(subject), Some(kind)) if faults.is_empty() => {
                let named = [(self.needs_budget, Need::Budget), (self.needs_approval, Need::Approval)];
                let needs =
                    named.into_iter().filter(|(said, _)| said.is_some()).map(|(_, need)| need).collect();
                Ok(Triage { subject, kind, urgent, impact, effect, service, category, needs })
            }
            _ => Err(Fault::Invalid { fields: faults }),
        }
    }
}

fn chosen<T>(value: Option<T>) -> Result<T, Reason> {
    value.ok_or(Reason::NotOffered)
}

/// The value of a field that may be empty.
fn said<T>(
    faults: &mut Vec<FieldFault>,
    field: &str,
    typed: Option<String>,
    parse: impl FnOnce(&str) -> Result<T, Reason>,
) -> Option<T> {
    let typed = typed.filter(|typed| !typed.trim().is_empty())?;
    keep(faults, field, parse(typed.trim()))
}

fn keep<T>(faults: &mut Vec<FieldFault>, field: &str, value: Result<T, Reason>) -> Option<T> {
    value.map_err(|reason| faults.push(FieldFault { field: field.to_owned(), reason })).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> TriageForm {
        TriageForm {
            subject: "The printer is jammed".into(),
            kind: "incident".into(),
            ..TriageForm::default()
        }
    }

    #[test]
    fn what_is_left_empty_is_not_said() {
        let form = TriageForm { urgent: Some("  ".into()), impact: Some(String::new()), ..form() };
        let triage = form.parse().unwrap();
        assert_eq!((triage.urgent, triage.impact, triage.kind), (None, None, Kind::Incident));
    }

    #[test]
    fn words_and_numbers_become_what_they_mean() {
        let some = |word: &str| Some(word.to_owned());
        let form = TriageForm {
            urgent: some("Payroll runs tonight"),
            impact: some("team"),
            effect: some("slowed"),
            service: some("3"),
            category: some("12"),
            ..form()
        };
        let triage = form.parse().unwrap();
        assert_eq!((triage.impact, triage.effect), (Some(Impact::Team), Some(Effect::Slowed)));
        assert_eq!((triage.service, triage.category), (Some(ServiceId(3)), Some(CategoryId(12))));
        assert_eq!(triage.urgent.map(String::from), some("Payroll runs tonight"));
    }

    #[test]
    fn every_field_that_does_not_fit_is_named() {
        let form =
            TriageForm { subject: " ".into(), kind: "wish".into(), service: Some("x".into()), ..form() };
        let Err(fault) = form.parse() else { panic!("this form can't fit") };
        assert_eq!(fault.of_field("subject"), Some(&Reason::Empty));
        assert_eq!(fault.of_field("kind"), Some(&Reason::NotOffered));
        assert_eq!(fault.of_field("service"), Some(&Reason::NotOffered));
        assert_eq!(fault.of_field("impact"), None);
    }
}
