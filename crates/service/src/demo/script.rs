//! The language of the stories: who does what to a ticket, and how many open minutes later.

use domain::ticket::{Channel, Effect, Impact, Kind, Level, Place, WaitingOn};
use domain::time::UnixMs;

use super::people::Who;
use crate::ticket::{Then, Writing};

/// A day of the desk, 08:00 to 17:30, in minutes.
pub const DAY: i64 = 570;

/// A ticket, from the first word to where it stands now.
pub struct Story {
    /// What other stories and the tests call it.
    pub name: &'static str,
    /// When it was asked: so many open minutes ago.
    pub ago: i64,
    pub by: Who,
    pub channel: Channel,
    /// The reason why it is urgent, if it is.
    pub urgent: Option<&'static str>,
    pub says: &'static str,
    pub files: &'static [Sample],
    pub then: &'static [Step],
}

/// What a story is where it says nothing else.
pub const STORY: Story = Story {
    name: "",
    ago: 0,
    by: Who::Ana,
    channel: Channel::Portal,
    urgent: None,
    says: "",
    files: &[],
    then: &[],
};

/// So many open minutes after the step before, somebody does something.
pub struct Step {
    pub minutes: i64,
    pub who: Who,
    pub what: Do,
}

/// Who acts next, and how many open minutes after the step before.
pub struct Turn(i64, Who);

pub const fn after(minutes: i64, who: Who) -> Turn {
    Turn(minutes, who)
}

impl Turn {
    pub const fn triages(self, about: About) -> Step {
        self.does(Do::Triage(about))
    }

    /// Takes the ticket.
    pub const fn takes(self) -> Step {
        let to = self.1;
        self.does(Do::Assign(to))
    }

    /// Hands the ticket to a colleague.
    pub const fn gives(self, to: Who) -> Step {
        self.does(Do::Assign(to))
    }

    pub const fn replies(self, text: &'static str) -> Step {
        self.does(Do::Post(Writing::Reply, Then::Nothing, text, None))
    }

    /// Replies with a question, and waits for the requester.
    pub const fn asks(self, text: &'static str) -> Step {
        self.does(Do::Post(Writing::Reply, Then::WaitRequester, text, None))
    }

    /// Replies that it is solved: remotely, by the first level.
    pub const fn fixes(self, text: &'static str) -> Step {
        self.does(Do::Post(Writing::Reply, Then::Resolve, text, None))
    }

    pub const fn notes(self, text: &'static str) -> Step {
        self.does(Do::Post(Writing::Note, Then::Nothing, text, None))
    }

    pub const fn answers(self, text: &'static str) -> Step {
        self.does(Do::Post(Writing::Answer, Then::Nothing, text, None))
    }

    /// Answers with a file.
    pub const fn sends(self, text: &'static str, file: Sample) -> Step {
        self.does(Do::Post(Writing::Answer, Then::Nothing, text, Some(file)))
    }

    pub const fn waits(self, on: WaitingOn) -> Step {
        self.does(Do::Wait(on))
    }

    pub const fn resumes(self) -> Step {
        self.does(Do::Resume)
    }

    pub const fn resolves(self, place: Place, level: Level) -> Step {
        self.does(Do::Resolve(place, level))
    }

    /// The requester agrees that it is solved.
    pub const fn closes(self) -> Step {
        self.does(Do::Close)
    }

    pub const fn cancels(self) -> Step {
        self.does(Do::Cancel)
    }

    /// Lets somebody see the ticket too.
    pub const fn shows(self, to: Who) -> Step {
        self.does(Do::Watch(to))
    }

    /// Merges the ticket into that of another story.
    pub const fn merges(self, into: &'static str) -> Step {
        self.does(Do::Merge(into))
    }

    const fn does(self, what: Do) -> Step {
        Step { minutes: self.0, who: self.1, what }
    }
}

#[derive(Clone, Copy)]
pub enum Do {
    Triage(About),
    Assign(Who),
    Post(Writing, Then, &'static str, Option<Sample>),
    Wait(WaitingOn),
    Resume,
    Resolve(Place, Level),
    Close,
    Cancel,
    Watch(Who),
    Merge(&'static str),
}

/// What triage says. Service and category by their names.
#[derive(Clone, Copy)]
pub struct About {
    pub title: Option<&'static str>,
    pub kind: Kind,
    pub impact: Impact,
    pub effect: Effect,
    pub service: &'static str,
    pub category: &'static str,
}

pub const fn incident(
    impact: Impact,
    effect: Effect,
    service: &'static str,
    category: &'static str,
) -> About {
    About { title: None, kind: Kind::Incident, impact, effect, service, category }
}

/// Somebody wants something for himself and can work without it.
pub const fn request(service: &'static str, category: &'static str) -> About {
    About { title: None, kind: Kind::Request, impact: Impact::Me, effect: Effect::Fine, service, category }
}

impl About {
    pub const fn titled(self, title: &'static str) -> About {
        About { title: Some(title), ..self }
    }
}

/// A file that somebody sends, made when it is needed.
#[derive(Clone, Copy)]
pub struct Sample {
    pub name: &'static str,
    pub content: Content,
}

#[derive(Clone, Copy)]
pub enum Content {
    Text(&'static str),
    /// An invoice of which the last line is cut off.
    Invoice,
}

/// Something that happens in a story.
pub enum Act {
    /// It is asked.
    Opening,
    Step(&'static Step),
    /// Deskbell closes what was resolved long ago.
    ClosesItself,
}

pub struct Cue {
    pub at: UnixMs,
    pub story: &'static Story,
    pub act: Act,
}

impl Story {
    /// Everything that happens in it, in order. `ago` tells the instant of so many open minutes before now, and
    /// `closes` when something that was resolved at an instant closes by itself, if that has come.
    pub fn cues(
        &'static self,
        ago: impl Fn(i64) -> UnixMs,
        closes: impl Fn(UnixMs) -> Option<UnixMs>,
    ) -> Vec<Cue> {
        let mut minutes = self.ago;
        let mut cues = vec![Cue { at: ago(minutes), story: self, act: Act::Opening }];
        let mut resolved = None;
        for step in self.then {
            minutes -= step.minutes;
            let at = ago(minutes);
            resolved = step.resolved(at, resolved);
            cues.push(Cue { at, story: self, act: Act::Step(step) });
        }
        let end = resolved.and_then(closes);
        cues.extend(end.map(|at| Cue { at, story: self, act: Act::ClosesItself }));
        cues
    }
}

impl Step {
    /// Since when the ticket is resolved, after this step.
    fn resolved(&self, at: UnixMs, before: Option<UnixMs>) -> Option<UnixMs> {
        match self.what {
            Do::Resolve(..) | Do::Post(_, Then::Resolve, ..) => Some(at),
            // An answer reopens it, and what is closed can't close by itself.
            Do::Post(Writing::Answer, ..) | Do::Close => None,
            Do::Post(..)
            | Do::Triage(_)
            | Do::Assign(_)
            | Do::Wait(_)
            | Do::Resume
            | Do::Cancel
            | Do::Watch(_)
            | Do::Merge(_) => before,
        }
    }
}
