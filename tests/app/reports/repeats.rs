//! Had to repeat: which changes count, what says that somebody repeated themselves, and what never does.

use std::collections::BTreeSet;

use lobby::conversations::marks::repeated;
use lobby::conversations::said::Said;
use lobby::conversations::{assign, moving, note, redact, status, undo};
use lobby::desk::{questions, teams};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::automatic::survey::Rating;
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Error;
use lobby::domain::id::AgentId;
use lobby::domain::message::Message;
use lobby::domain::outbound::Outbound;
use lobby::domain::time::Span;
use lobby::reports::{Behind, By, Confidence, Metric, Row, Shown, Signal, Split, State};
use lobby::text::repeat::Datum;

use crate::reports::Counted;
use crate::support::desk::id;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";
const BROKEN: &str = "My parcel AB-10234 came broken and I want another one";

impl Counted {
    /// One of us answers, and it leaves.
    fn says(&self, by: &Viewer, c: &Conversation, text: &str) -> Outbound {
        self.desk.later(Span::minutes(20));
        self.desk.reply(by, c, text, |_| {});
        self.desk.later(Span::seconds(11));
        self.desk.sends().pop().unwrap()
    }

    /// Carla writes, Ana answers, and Luis after her.
    fn passed_on(&self, luis_says: &str) -> (Conversation, Outbound) {
        let c = self.desk.begins(&Mail::from(CARLA, "Broken", BROKEN));
        self.says(&self.desk.ana, &c, "Sorry to hear that.");
        let out = self.says(&self.desk.luis, &c, luis_says);
        (self.desk.again(&c), out)
    }

    fn hears(&self, out: &Outbound, text: &str) -> Message {
        self.desk.later(Span::minutes(20));
        self.desk.joins(&Mail::answering(out, CARLA, text)).1
    }

    fn evidence(&self, row: &Row) -> Vec<Shown> {
        self.seen_by(&self.desk.luis, row)
    }

    fn seen_by(&self, viewer: &Viewer, row: &Row) -> Vec<Shown> {
        let at = (row.number, row.at);
        self.desk
            .look(|look| Behind::default().of(look, viewer, at))
    }

    /// The only change there is, with what shows that it made somebody repeat themselves.
    fn only(&self) -> (Row, Vec<Shown>) {
        let rows = self.rows(Metric::HadToRepeat, None);
        let [row] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        let shown = self.evidence(row);
        let says = if shown.is_empty() {
            State::No
        } else {
            State::Yes
        };
        assert_eq!(row.state, says, "figure and evidence are one");
        (*row, shown)
    }

    /// Only a team may know of it any more.
    fn hides(&self, c: &Conversation) {
        let (by, number) = (self.desk.luis.clone(), c.number);
        let system = Viewer::system(SystemPart::CommandLine);
        let new = teams::NewTeam {
            name: "Health".to_owned(),
            private: true,
            ..teams::NewTeam::default()
        };
        let team = self.desk.act(move |w| teams::make(w, &by, &new)).id;
        self.desk
            .act(move |w| assign::set_team(w, &system, number, Some(team)));
    }

    fn marks(&self, it: &Message, on: bool) {
        let (by, id) = (self.desk.ana.clone(), it.id);
        self.desk.act(move |w| repeated::mark(w, &by, id, on));
    }
}

fn signals(shown: &[Shown]) -> Vec<Signal> {
    shown.iter().map(|it| it.signal).collect()
}

#[test]
fn who_stays_with_one_person_and_channel_changes_nothing() {
    let it = Counted::new();
    let c = it.desk.begins(&Mail::from(CARLA, "Broken", BROKEN));
    let out = it.says(&it.desk.ana, &c, "How can I help?");
    it.hears(&out, &format!("As I said: {BROKEN}"));
    assert_eq!(it.rows(Metric::HadToRepeat, None), []);
    it.desk.holds();
}

#[test]
fn who_says_so_or_writes_it_again_after_a_change_is_shown_with_what_they_wrote_before() {
    for (text, signal, confidence) in [
        ("As I said, it is broken", Signal::SaysSo, Confidence::High),
        (
            "Hello! My parcel AB-10234 came broken and I want another one please",
            Signal::Restated,
            Confidence::High,
        ),
    ] {
        let it = Counted::new();
        let (c, out) = it.passed_on("I am looking into it for you.");
        let (row, none) = it.only();
        assert_eq!((none, row.took), (Vec::new(), None));
        it.hears(&out, text);
        let (row, shown) = it.only();
        let luis = By::Agent(it.desk.luis.agent_id().unwrap());
        assert_eq!(
            (row.number, row.by, row.channel),
            (c.number, luis, Some(it.desk.channel))
        );
        let [one] = shown.as_slice() else {
            panic!("{shown:?}");
        };
        assert_eq!((one.signal, one.confidence), (signal, confidence));
        assert!(text.starts_with(&one.said.text), "{}", one.said.text);
        assert_eq!(one.before.as_ref().unwrap().text, BROKEN);
        assert_eq!(row.took, Some(one.said.at.since(row.at)));
        it.desk.holds();
    }
}

#[test]
fn who_is_asked_for_what_they_gave_repeats_unless_it_must_be_asked() {
    let it = Counted::new();
    it.passed_on("Hello. What is your order number? Could you confirm your e-mail address?");
    let asked = [Signal::Asked(Datum::Email), Signal::Asked(Datum::Order)];
    let (_, shown) = it.only();
    let found: BTreeSet<Signal> = signals(&shown).into_iter().collect();
    assert_eq!(found, BTreeSet::from(asked));
    let on_file = shown.iter().find(|it| it.signal == asked[0]).unwrap();
    assert_eq!(
        (on_file.before.clone(), on_file.confidence),
        (None, Confidence::Medium)
    );
    let given = shown.iter().find(|it| it.signal == asked[1]).unwrap();
    assert_eq!(given.before.as_ref().unwrap().text, BROKEN);

    let luis = it.desk.luis.clone();
    let must = |all: &[&str]| {
        let (by, all) = (
            luis.clone(),
            all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(),
        );
        it.desk.try_act(move |w| questions::put(w, &by, &all))
    };
    must(&[
        "confirm your E-MAIL address",
        " confirm  your e mail address ",
    ])
    .unwrap();
    assert_eq!(
        it.desk
            .look(|look| look.required_questions())
            .questions
            .len(),
        1
    );
    assert_eq!(signals(&it.only().1), [asked[1]]);
    let many: Vec<String> = (0..1_000).map(|n| format!("question number {n}")).collect();
    let mut all: Vec<&str> = many.iter().map(String::as_str).collect();
    all[999] = "What is your order number";
    must(&all).unwrap();
    assert_eq!(signals(&it.only().1), [asked[0]]);
    all.push("one more question");
    assert!(matches!(must(&all), Err(Error::Invalid(_))));
    assert!(matches!(must(&["word"]), Err(Error::Invalid(_))));
    assert!(matches!(
        must(&[&"long word ".repeat(30)]),
        Err(Error::Invalid(_))
    ));
    let ana = it.desk.ana.clone();
    let refused = it.desk.try_act(move |w| questions::put(w, &ana, &[]));
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    must(&[]).unwrap();
    assert_eq!(it.only().1.len(), 2, "as before");
    it.desk.holds();
}

#[test]
fn one_of_us_marks_it_and_takes_it_back_and_a_rating_may_say_so() {
    let it = Counted::new();
    let (c, out) = it.passed_on("I am looking into it for you.");
    let message = it.hears(&out, "The lamp, the blue one");
    assert_eq!(it.only().1, []);
    it.marks(&message, true);
    it.marks(&message, true);
    let (_, shown) = it.only();
    assert_eq!(
        (signals(&shown), shown[0].confidence),
        (vec![Signal::Marked], Confidence::Certain)
    );
    assert_eq!(shown[0].before.as_ref().unwrap().text, BROKEN);
    it.marks(&message, false);
    assert_eq!(it.only().1, []);

    let ours = it
        .desk
        .messages(&c)
        .into_iter()
        .find(|it| it.delivery.is_some())
        .unwrap();
    let (by, id) = (it.desk.ana.clone(), ours.id);
    let refused = it.desk.try_act(move |w| repeated::mark(w, &by, id, true));
    assert_eq!(refused.unwrap_err(), Error::conflict("no_words_of_theirs"));

    let (at, number, luis) = (it.desk.now(), c.number, it.desk.luis.clone());
    it.desk.act(move |w| {
        let rating = Rating {
            stars: 2,
            comment: "I had to repeat everything to the second person".to_owned(),
            at,
        };
        w.put_message(&Message {
            rating: Some(Box::new(rating)),
            ..ours.clone()
        })?;
        status::resolve(w, &luis, number)
    });
    assert_eq!(signals(&it.only().1), [Signal::Survey]);
    it.desk.holds();
}

#[test]
fn who_comes_back_to_another_within_thirty_days_is_remembered_until_it_is_withdrawn() {
    for (days, n) in [(29, 1), (31, 0)] {
        let it = Counted::new();
        let first = it.desk.begins(&Mail::from(CARLA, "Broken", BROKEN));
        it.says(&it.desk.ana, &first, "We send another one.");
        it.resolves(&first);
        it.desk.later(Span::days(days));
        let second = it
            .desk
            .begins(&Mail::from(CARLA, "Again", &format!("Hello, {BROKEN}")));
        assert_ne!(first.id, second.id);
        assert_eq!(it.rows(Metric::HadToRepeat, None), [], "nobody answers yet");
        it.says(&it.desk.luis, &second, "I am sorry.");
        let rows = it.rows(Metric::HadToRepeat, None);
        assert_eq!(rows.len(), n, "{days} days");
        if n == 0 {
            continue;
        }
        let (row, shown) = it.only();
        assert_eq!(
            (row.number, signals(&shown)),
            (second.number, vec![Signal::Restated])
        );
        assert_eq!(shown[0].before.as_ref().unwrap().number, first.number);
        let (by, said) = (it.desk.luis.clone(), it.desk.messages(&first)[0].id);
        it.desk
            .act(move |w| redact::redact(w, &by, said, "A card number"));
        assert_eq!(it.only().1, [], "what is gone is no evidence");
        it.desk.holds();
    }
}

#[test]
fn a_merge_and_its_undoing_leave_the_figure_as_it_was() {
    let it = Counted::new();
    let (c, out) = it.passed_on("I am looking into it for you.");
    it.hears(&out, "As I said, it is broken");
    let other = it
        .desk
        .begins(&Mail::from(CARLA, "Table", "Do you have tables, too?"));
    it.says(&it.desk.luis, &other, "We do.");
    let before = it.rows(Metric::HadToRepeat, None);
    let (by, from, into) = (it.desk.ana.clone(), other.number, c.number);
    let (_, change) = it.desk.act(move |w| moving::merge(w, &by, from, into));
    let merged = it.rows(Metric::HadToRepeat, None);
    assert!(
        merged.iter().all(|row| row.number == c.number),
        "{merged:?}"
    );
    let by = it.desk.ana.clone();
    it.desk.act(move |w| undo::undo(w, &by, change));
    assert_eq!(it.rows(Metric::HadToRepeat, None), before);
    it.desk.holds();
}

#[test]
fn notes_are_nobodys_words_and_what_is_private_is_no_evidence_elsewhere() {
    let it = Counted::new();
    let first = it.desk.begins(&Mail::from(CARLA, "Ill", BROKEN));
    it.says(&it.desk.ana, &first, "We send another one.");
    it.hides(&first);
    it.desk.later(Span::days(2));
    let second = it
        .desk
        .begins(&Mail::from(CARLA, "Again", &format!("Hello, {BROKEN}")));
    it.says(&it.desk.luis, &second, "I am sorry.");
    assert_eq!(
        it.rows(Metric::HadToRepeat, None),
        [],
        "nothing is joined across it"
    );

    // Within one conversation: what we note, or are written by a machine, is not theirs.
    let it = Counted::new();
    let (c, _) = it.passed_on("I am looking into it for you.");
    let (by, number) = (it.desk.ana.clone(), c.number);
    it.desk.act(move |w| {
        let said = Said::of("As I said: what is your order number?");
        let note = note::Note {
            conversation: number,
            said,
            ..note::Note::default()
        };
        note::note(w, &by, &note)
    });
    assert_eq!(it.only().1, []);
    // Who may not read it is shown its figure's row, and no word of it.
    let stranger = Viewer::agent(id::<AgentId>(77), Role::Agent, BTreeSet::new());
    let out = it.says(&it.desk.luis, &c, "And?");
    it.hears(&out, "As I said, it is broken");
    let (row, shown) = it.only();
    assert_eq!(shown.len(), 1);
    it.hides(&c);
    assert_eq!(it.seen_by(&stranger, &row), []);
    it.desk.holds();
}

#[test]
fn parts_by_person_team_and_way_add_up() {
    let it = Counted::new();
    for n in 0..5 {
        let from = format!("c{n}@example.com");
        let c = it.desk.begins(&Mail::from(&from, "Broken", BROKEN));
        it.says(&it.desk.ana, &c, "Sorry to hear that.");
        let asks = if n < 2 {
            "What is your order number?"
        } else {
            "It is on its way."
        };
        it.says(&it.desk.luis, &c, asks);
    }
    let filter = it.filter(|_| {});
    for split in [Split::By, Split::Team, Split::Way, Split::Kind] {
        let report = it.report(Metric::HadToRepeat, &filter, Some(split));
        assert_eq!((report.total.n, report.total.yes), (5, 2));
        let sums = report
            .parts
            .iter()
            .fold((0, 0), |sum, it| (sum.0 + it.1.n, sum.1 + it.1.yes));
        assert_eq!(sums, (5, 2), "{split:?}");
        let course = report
            .course
            .iter()
            .fold((0, 0), |sum, it| (sum.0 + it.1.n, sum.1 + it.1.yes));
        assert_eq!(course, (5, 2));
    }
    it.desk.holds();
}
