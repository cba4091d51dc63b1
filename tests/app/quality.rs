//! Quality reviews: what a week's sample is made of and that it is drawn once, who may see which review and when, that
//! nobody reviews what they have a part in, and that a figure is what its reviews come to.

use std::collections::{BTreeMap, BTreeSet};

use lobby::conversations::status;
use lobby::desk::scorecards::{self, About as Card};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Conversation;
use lobby::domain::error::{Error, Result};
use lobby::domain::id::{AgentId, ChannelId, ReviewId};
use lobby::domain::job::JobKind;
use lobby::domain::notice::NoticeKind;
use lobby::domain::quality::Sample;
use lobby::domain::quality::guide::Step;
use lobby::domain::quality::review::{Remark, Review, Standing, Why};
use lobby::domain::quality::scorecard::{Answer, AnswerKind, Question, Score};
use lobby::domain::time::{Millis, Span};
use lobby::notices::react::{Eyes, place, react};
use lobby::privacy::{emptied, erase};
use lobby::quality::ask::{Begun, ask};
use lobby::quality::guide;
use lobby::quality::plan::{self, About as Plan};
use lobby::quality::review::{Draft, Reply, reply, save};
use lobby::quality::sample::{Candidate, draw, pool, put};
use lobby::quality::trends::{Asked, By, Of, each, parts, trends};
use lobby::quality::week::{Week, monday_of};
use lobby::quality::{calibrate, find};
use lobby::store::quality::Reviews;

use crate::security::server::Server;
use crate::support::desk::{Desk, id, person};
use crate::support::mail::Mail;

fn marta() -> Viewer {
    person(12, Role::Supervisor)
}

fn bea() -> Viewer {
    person(13, Role::Agent)
}

fn card() -> Card {
    let question = |kind, weight, critical| Question {
        text: format!("How was it? {weight}"),
        kind,
        weight,
        critical,
        ..Question::default()
    };
    Card {
        name: "Mail".to_owned(),
        questions: vec![
            question(AnswerKind::YesNo, 3, false),
            question(AnswerKind::Scale, 1, false),
            question(AnswerKind::YesNo, 2, true),
        ],
        ..Card::default()
    }
}

/// A desk that reviews, beside Ana and Luis with Marta, who looks after others, and Bea.
fn arrange(desk: &Desk, reviewers: &[Viewer]) {
    let reviewers = reviewers.iter().filter_map(Viewer::agent_id).collect();
    let about = Plan {
        on: true,
        per_agent: 3,
        reviewers,
    };
    let luis = desk.luis.clone();
    desk.act(move |w| {
        place(w)?;
        for (n, name, role) in [(12, "Marta", Role::Supervisor), (13, "Bea", Role::Agent)] {
            w.put_agent(&Agent {
                id: id::<AgentId>(n),
                name: name.to_owned(),
                email: format!("{n}@shop.example"),
                role,
                ..Agent::default()
            })?;
        }
        scorecards::make(w, &luis, &card())?;
        plan::put(w, &luis, &about).map(|_| ())
    });
}

fn reviews(reviewers: &[Viewer]) -> Desk {
    let desk = Desk::new();
    arrange(&desk, reviewers);
    desk
}

/// A customer's case that somebody answered and resolved.
fn case(desk: &Desk, n: usize, by: &Viewer) -> Conversation {
    let from = format!("c{n}@example.com");
    let c = desk.begins(&Mail::from(&from, &format!("Lamp {n}"), "Is it in stock?"));
    desk.reply(by, &c, "Yes, five of them.", |_| {});
    let (number, by) = (c.number, by.clone());
    desk.act(move |w| status::resolve(w, &by, number).map(|_| ()));
    desk.again(&c)
}

fn due(desk: &Desk) -> Vec<Millis> {
    let jobs = desk.look(|look| look.jobs_due(desk.now(), 1_000));
    let draws = jobs.into_iter().filter_map(|it| match it.kind {
        JobKind::DrawSample { due } => Some(due),
        _ => None,
    });
    draws.collect()
}

/// Runs the draws that are due as the job does, without finishing the jobs; what each drew.
fn draws(desk: &Desk) -> Vec<Option<Sample>> {
    let mut out = Vec::new();
    for due in due(desk) {
        let found = found(desk, due);
        out.push(desk.act(move |w| put(w, &found, due)));
    }
    out
}

fn found(desk: &Desk, due: Millis) -> Vec<Candidate> {
    let week = Week::before(desk.now().max(due), "UTC");
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (more, end) = desk.look(|look| pool(look, &week, after));
        all.extend(more);
        after = end;
        if end.is_none() {
            return all;
        }
    }
}

fn all_open(desk: &Desk) -> Vec<Review> {
    desk.look(|look| look.reviews(Reviews::Open, None, 1_000))
}

/// Who is told what by what happened since.
fn told(desk: &Desk) -> Vec<(AgentId, NoticeKind)> {
    let rings = desk.act(|w| {
        let from = place(w)?;
        react(w, from, 10_000, &Eyes::new()).map(|it| it.1)
    });
    rings.into_iter().map(|it| (it.agent, it.kind)).collect()
}

/// Answers of a review: to the first, the second and the critical question.
fn draft(it: &Review, answers: [Answer; 3]) -> Draft {
    let ids = it.questions.iter().map(|q| q.id);
    Draft {
        answers: ids.zip(answers).collect(),
        comment: "Well done.".to_owned(),
        remarks: Vec::new(),
    }
}

fn hands_in(desk: &Desk, by: &Viewer, it: &Review, answers: [Answer; 3]) -> Review {
    let (by, id, draft) = (by.clone(), it.id, draft(it, answers));
    desk.act(move |w| save(w, &by, id, &draft, true))
}

fn asked(desk: &Desk, by: &Viewer, number: u64, of: &[&Viewer]) -> Result<Begun> {
    let of: Vec<AgentId> = of.iter().filter_map(|it| it.agent_id()).collect();
    let by = by.clone();
    desk.try_act(move |w| ask(w, &by, number, &of))
}

fn review_of(desk: &Desk, begun: &Begun) -> Review {
    let Begun::Review(id) = *begun else {
        panic!("several were begun")
    };
    desk.look(|look| look.review(id)).unwrap()
}

fn sees(desk: &Desk, viewer: &Viewer, id: ReviewId) -> bool {
    desk.look(|look| match find(look, viewer, id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(err) => Err(err),
    })
}

const GOOD: [Answer; 3] = [Answer::Yes, Answer::Of(5), Answer::Yes];

#[test]
fn of_everybody_as_many_and_by_channels_as_evenly_as_can_be() {
    // Ana has ten by each of three channels and two by a fourth; Luis has two in all.
    let of = |agent: u128, channel: u128, marks: &[Why]| Candidate {
        agent: id(agent),
        channel: id::<ChannelId>(channel),
        marks: marks.to_vec(),
        ..Candidate::default()
    };
    let mut all = Vec::new();
    for channel in 1..=3 {
        all.extend((0..9).map(|_| of(10, channel, &[])));
    }
    all.extend([of(10, 1, &[Why::Rated]), of(10, 1, &[Why::Late, Why::Long])]);
    all.extend((0..2).map(|_| of(10, 4, &[])));
    all.extend([of(11, 1, &[]), of(11, 2, &[Why::Reopened])]);
    let spread = |n: usize, seed: u64| {
        let drawn = draw(&all, n, seed);
        let mut by: BTreeMap<(AgentId, ChannelId), usize> = BTreeMap::new();
        for it in &drawn {
            *by.entry((all[it.at].agent, all[it.at].channel))
                .or_default() += 1;
        }
        let places: BTreeSet<usize> = drawn.iter().map(|it| it.at).collect();
        assert_eq!(places.len(), drawn.len(), "none twice");
        (drawn, by)
    };
    for seed in 0..200 {
        let (drawn, by) = spread(9, seed);
        let ana: Vec<usize> = by
            .iter()
            .filter(|it| it.0.0 == id(10))
            .map(|it| *it.1)
            .collect();
        // Two of the fourth, where there are no more, and the other seven as 3, 2, 2.
        assert_eq!(ana.iter().sum::<usize>(), 9);
        assert_eq!(
            (
                ana[3],
                *ana.iter().max().unwrap(),
                *ana.iter().min().unwrap()
            ),
            (2, 3, 2)
        );
        let luis: usize = by.iter().filter(|it| it.0.0 == id(11)).map(|it| it.1).sum();
        assert_eq!(luis, 2, "no more than there are");
        let marked = drawn
            .iter()
            .filter(|it| it.why != Why::Drawn && all[it.at].agent == id(10));
        assert_eq!(
            marked.count(),
            2,
            "a third of nine, but only two went wrong"
        );
        for it in &drawn {
            let marks = &all[it.at].marks;
            assert!(it.why == Why::Drawn || marks.first() == Some(&it.why));
        }
    }
    assert_eq!(
        spread(9, 7).0,
        spread(9, 7).0,
        "the same seed, the same draw"
    );
    assert_ne!(spread(9, 7).0, spread(9, 8).0);
}

#[test]
fn a_week_is_drawn_once_also_over_restarts() {
    let folder = std::env::temp_dir().join(format!("lobby-quality-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let desk = Desk::in_folder(&folder);
    let ana = desk.ana.clone();
    for n in 0..5 {
        case(&desk, n, &ana);
    }
    // Nobody of ours spoke, or it is spam: never drawn.
    desk.begins(&Mail::from("x@example.com", "Hello", "Anybody there?"));
    let spam = case(&desk, 90, &ana);
    let luis = desk.luis.clone();
    desk.act(move |w| status::spam(w, &luis, spam.number).map(|_| ()));
    desk.later(Span::days(5));
    arrange(&desk, &[]);
    let first = due(&desk);
    assert_eq!(
        first.len(),
        1,
        "switched on, the week that ended is drawn at once"
    );
    // Killed between looking and drawing: nothing was drawn, and the job is still there.
    let (_, clock) = (found(&desk, first[0]), desk.clock.clone());
    drop(desk);
    let desk = Desk::opened(&folder, clock.clone());
    assert_eq!(due(&desk), first);
    let sample = draws(&desk).remove(0).unwrap();
    assert_eq!(sample.total(), (3, 5));
    assert_eq!(sample.week.to_string(), "2026-11-02");
    assert_eq!(all_open(&desk).len(), 3);
    assert!(
        all_open(&desk)
            .iter()
            .all(|it| it.agent == id(10) && it.reviewer != id(10))
    );
    // Killed after drawing, before the job was finished: it runs again, and draws nothing.
    drop(desk);
    let desk = Desk::opened(&folder, clock);
    assert_eq!(due(&desk), first);
    assert_eq!(draws(&desk), [None]);
    // Switched off and on again within the week: nothing is drawn twice either.
    for on in [false, true] {
        let (luis, about) = (
            desk.luis.clone(),
            Plan {
                on,
                per_agent: 3,
                reviewers: Vec::new(),
            },
        );
        desk.later(Span::minutes(1));
        desk.act(move |w| plan::put(w, &luis, &about).map(|_| ()));
    }
    assert!(draws(&desk).iter().all(Option::is_none));
    assert_eq!(all_open(&desk).len(), 3);
    // What it was drawn from and its seed make the same draw once more.
    let again = found(&desk, first[0]);
    let drawn: BTreeSet<_> = draw(&again, 3, sample.seed)
        .iter()
        .map(|it| Some(again[it.at].conversation))
        .collect();
    assert_eq!(
        drawn,
        all_open(&desk).iter().map(|it| it.conversation).collect()
    );
    // The next week, on Monday at six.
    let next = desk.look(|look| look.quality_plan()).due.unwrap();
    assert_eq!(next.rfc3339(), "2026-11-16T06:00:00.000Z");
    desk.later(next.since(desk.now()));
    assert_eq!(
        draws(&desk)
            .iter()
            .flatten()
            .map(Sample::total)
            .collect::<Vec<_>>(),
        [(0, 0)]
    );
    desk.holds();
    drop(desk);
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn what_went_on_after_it_was_resolved_is_told_from_what_was_only_answered() {
    let desk = Desk::new();
    let ana = desk.ana.clone();
    let resolves = |c: &Conversation| {
        let (number, by) = (c.number, ana.clone());
        desk.act(move |w| status::resolve(w, &by, number).map(|_| ()));
    };
    for (from, resolved_between) in [("r@example.com", false), ("s@example.com", true)] {
        let c = desk.begins(&Mail::from(from, "Lamp", "Is it in stock?"));
        let out = desk.answers_and_sends(&c, "Yes, five of them.");
        if resolved_between {
            resolves(&c);
        }
        desk.joins(&Mail::answering(
            &out,
            from,
            "And the green one, when does it come?",
        ));
        desk.answers_and_sends(&c, "On Friday.");
        resolves(&c);
    }
    let week = Week::from(monday_of(desk.now(), "UTC"), "UTC");
    let mut marks: Vec<_> = desk.look(|look| pool(look, &week, None)).0;
    marks.sort_by_key(|it| it.marks.len());
    let marks: Vec<_> = marks.into_iter().map(|it| it.marks).collect();
    assert_eq!(marks, [vec![], vec![Why::Reopened]]);
    desk.holds();
}

#[test]
fn nobody_reviews_what_they_have_a_part_in() {
    let desk = Desk::new();
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    case(&desk, 1, &luis);
    case(&desk, 2, &ana);
    let shared = desk.begins(&Mail::from("s@example.com", "Both", "Who answers?"));
    desk.reply(&ana, &shared, "I do.", |_| {});
    desk.reply(&ana, &shared, "And once more.", |_| {});
    desk.reply(&luis, &shared, "And so do I.", |_| {});
    let number = shared.number;
    desk.act(move |w| status::resolve(w, &person(10, Role::Agent), number).map(|_| ()));
    desk.later(Span::days(5));
    arrange(&desk, std::slice::from_ref(&luis));
    let sample = draws(&desk).remove(0).unwrap();
    // Luis reviews alone: not his own, and not what he wrote in.
    assert_eq!((sample.total(), sample.without_reviewer), ((1, 1), 2));
    let open = all_open(&desk);
    assert_eq!(
        (open.len(), open[0].agent, open[0].reviewer),
        (1, id(10), id(11))
    );
    // Nor by hand; somebody else may.
    let refused = asked(&desk, &luis, number, &[&luis]).unwrap_err();
    assert_eq!(refused, Error::invalid("reviewers", "error-review-own"));
    let given = asked(&desk, &luis, number, &[&marta()]).unwrap();
    assert_eq!(
        review_of(&desk, &given).agent,
        id(10),
        "whose work most of it is"
    );
    let again = asked(&desk, &luis, number, &[&marta()]).unwrap_err();
    assert_eq!(again, Error::conflict("review_there"));
    let forbidden = asked(&desk, &bea(), number, &[&bea()]).unwrap_err();
    assert!(matches!(forbidden, Error::Forbidden { .. }));
    desk.holds();
}

#[test]
fn a_review_is_begun_handed_in_told_disputed_and_looked_at_again() {
    let desk = reviews(&[]);
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    let c = case(&desk, 1, &ana);
    told(&desk);
    let it = review_of(&desk, &asked(&desk, &luis, c.number, &[&marta()]).unwrap());
    assert_eq!(told(&desk), [(id(12), NoticeKind::ToReview)]);
    // What is begun is nobody's but its reviewer's and who looks after others.
    let (id_of, open) = (
        it.id,
        [ana.clone(), bea()].map(|who| sees(&desk, &who, it.id)),
    );
    assert_eq!(open, [false, false]);
    assert!(sees(&desk, &luis, it.id) && sees(&desk, &marta(), it.id));
    // Handed in only when every question is answered; kept as it is meanwhile.
    let message = desk.messages(&c)[1].id;
    let mut half = draft(&it, [Answer::Yes, Answer::Of(2), Answer::Yes]);
    half.answers.pop();
    half.remarks = vec![Remark {
        message,
        text: "Say when it comes.".to_owned(),
    }];
    let saves = |by: &Viewer, new: Draft, hands_in: bool| {
        let by = by.clone();
        desk.try_act(move |w| save(w, &by, id_of, &new, hands_in))
    };
    let refused = saves(&marta(), half.clone(), true).unwrap_err();
    assert_eq!(
        refused,
        Error::invalid("answers", "error-review-unanswered")
    );
    let kept = saves(&marta(), half.clone(), false).unwrap();
    assert_eq!(
        (kept.standing, kept.score, kept.remarks.len()),
        (Standing::ToDo, None, 1)
    );
    assert!(told(&desk).is_empty(), "a draft is told to nobody");
    // By another, with an answer of another kind, or at a message of another case: not at all.
    let refused = saves(&luis, half.clone(), false).unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }));
    let mut new = half.clone();
    new.answers[0].1 = Answer::Of(3);
    assert!(saves(&marta(), new, false).is_err());
    let other = case(&desk, 2, &ana);
    let mut new = half;
    new.remarks[0].message = desk.messages(&other)[0].id;
    assert!(saves(&marta(), new, false).is_err());
    told(&desk);
    // (3 × 1000 + 1 × 250 + 2 × 1000) / 6.
    let done = hands_in(
        &desk,
        &marta(),
        &it,
        [Answer::Yes, Answer::Of(2), Answer::Yes],
    );
    let score = |thousandths, failed| {
        Some(Score {
            thousandths,
            failed,
        })
    };
    assert_eq!(done.score, score(875, false));
    assert_eq!(told(&desk), [(id(10), NoticeKind::Reviewed)]);
    assert!(sees(&desk, &ana, it.id) && !sees(&desk, &bea(), it.id));
    // Ana asks to look again, with a reason, once.
    let says = |by: Viewer, what: Reply, text: &'static str| {
        desk.try_act(move |w| reply(w, &by, id_of, (what, text)))
    };
    let why = says(ana.clone(), Reply::Dispute, " ").unwrap_err();
    assert_eq!(why, Error::invalid("text", "error-review-why"));
    assert!(
        says(luis.clone(), Reply::Accept, "").is_err(),
        "it is not his"
    );
    says(ana.clone(), Reply::Dispute, "There were none left.").unwrap();
    assert_eq!(told(&desk), [(id(12), NoticeKind::ToReview)]);
    let first = done.done_at;
    desk.later(Span::days(9));
    let settled = hands_in(
        &desk,
        &marta(),
        &it,
        [Answer::Yes, Answer::Of(2), Answer::No],
    );
    assert_eq!(
        (settled.standing, settled.score),
        (Standing::Settled, score(0, true))
    );
    assert_eq!(
        (settled.done_at, settled.reply.as_str()),
        (first, "There were none left.")
    );
    assert_eq!(told(&desk), [(id(10), NoticeKind::Reviewed)]);
    let once = says(ana.clone(), Reply::Dispute, "But still.").unwrap_err();
    assert_eq!(once, Error::conflict("review_answered"));
    says(ana, Reply::Accept, "").unwrap();
    let over = saves(&marta(), draft(&it, GOOD), true).unwrap_err();
    assert_eq!(over, Error::conflict("review_done"));
    desk.holds();
}

#[test]
fn who_is_compared_sees_nothing_of_the_others_before_all_are_in() {
    let desk = reviews(&[]);
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    let c = case(&desk, 1, &ana);
    let begun = asked(&desk, &luis, c.number, &[&marta(), &bea()]).unwrap();
    let Begun::Calibration(at) = begun else {
        panic!("one was begun")
    };
    told(&desk);
    let known = desk.look(|look| look.calibration(at)).unwrap();
    let both: Vec<Review> = desk.look(|look| calibrate::reviews(look, &known));
    let [of_marta, of_bea] = [&both[0], &both[1]];
    hands_in(&desk, &marta(), of_marta, GOOD);
    // Handed in, and still nobody's but Marta's: not Bea's, not the admin's who gave it out, not Ana's.
    let seen = |it: &Review| {
        [marta(), bea(), luis.clone(), ana.clone()].map(|who| sees(&desk, &who, it.id))
    };
    assert_eq!(seen(of_marta), [true, false, false, false]);
    assert_eq!(seen(of_bea), [false, true, false, false]);
    // The control: one that is no comparison is seen by who looks after others, and by whose work it is.
    let plain = review_of(&desk, &asked(&desk, &luis, c.number, &[&marta()]).unwrap());
    hands_in(&desk, &marta(), &plain, GOOD);
    assert_eq!(seen(&plain), [true, false, true, true]);
    told(&desk);
    hands_in(
        &desk,
        &bea(),
        of_bea,
        [Answer::Yes, Answer::Of(3), Answer::Yes],
    );
    assert!(
        told(&desk).is_empty(),
        "whose work it is hears nothing of an exercise"
    );
    assert_eq!(seen(of_marta), [true, true, true, false]);
    assert_eq!(seen(of_bea), [true, true, true, false]);
    let both: Vec<Review> = desk.look(|look| calibrate::reviews(look, &known));
    let found = calibrate::agreement(&both);
    assert_eq!((found.all.n, found.all.equal, found.kappa), (3, 2, None));
    // It counts for nobody's trend; the plain one does.
    let counted = desk.look(|look| look.reviews(Reviews::Counted, None, 10));
    assert_eq!(
        counted.iter().map(|it| it.id).collect::<Vec<_>>(),
        [plain.id]
    );
    desk.holds();
}

#[test]
fn a_figure_is_what_its_reviews_come_to_and_everybody_sees_their_own() {
    let desk = reviews(&[]);
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    let answers = [
        GOOD,
        [Answer::No, Answer::Of(1), Answer::Yes],
        [Answer::Yes, Answer::NotApplicable, Answer::No],
    ];
    for n in 0..9 {
        let by = if n % 3 == 2 { bea() } else { ana.clone() };
        let c = case(&desk, n, &by);
        let it = review_of(&desk, &asked(&desk, &luis, c.number, &[&marta()]).unwrap());
        hands_in(&desk, &marta(), &it, answers[n % answers.len()]);
        desk.later(Span::days(2));
    }
    let (from, to) = (Millis(0), desk.now());
    for by in By::ALL {
        let asked = Asked {
            from,
            to,
            by,
            agent: None,
        };
        let found = desk.look(|look| trends(look, &luis, &asked));
        assert_eq!(found.rows[0].0, Of::All);
        assert_eq!((found.rows[0].1.n, found.rows[0].1.is_few()), (9, false));
        for (of, all, weeks) in &found.rows {
            // Each figure, and each week of it, counted again from the reviews it opens.
            let (mut n, mut sum) = (0, 0);
            let mut apart: BTreeMap<_, (u32, u32)> = BTreeMap::new();
            let list = desk.look(|look| {
                let mut out = Vec::new();
                each(look, &luis, &asked, |it| out.push(it.clone()))?;
                Ok(out)
            });
            for it in &list {
                for (_, worth, _) in parts(it, by).into_iter().filter(|it| it.0 == *of) {
                    n += 1;
                    sum += worth;
                    let week = apart.entry(monday_of(it.at(), "UTC")).or_default();
                    *week = (week.0 + 1, week.1 + worth);
                }
            }
            assert_eq!((all.n, all.sum), (n, sum), "{of:?}");
            let weeks: BTreeMap<_, _> =
                weeks.iter().map(|it| (*it.0, (it.1.n, it.1.sum))).collect();
            assert_eq!(weeks, apart, "{of:?}");
        }
    }
    let asked = Asked {
        from,
        to,
        by: By::Agent,
        agent: None,
    };
    let own = desk.look(|look| trends(look, &ana, &asked));
    assert_eq!(
        own.rows.iter().map(|it| it.0).collect::<Vec<_>>(),
        [Of::All, Of::Agent(id(10))]
    );
    assert_eq!(own.rows[0].1.n, 6);
    let few = desk.look(|look| trends(look, &bea(), &asked));
    assert!(few.rows[0].1.is_few() && few.rows[0].1.failed == 3);
    desk.holds();
}

#[test]
fn of_an_erased_conversation_figures_stay_and_nothing_else() {
    let desk = reviews(&[]);
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    let c = case(&desk, 1, &ana);
    let done = review_of(&desk, &asked(&desk, &luis, c.number, &[&marta()]).unwrap());
    let open = review_of(&desk, &asked(&desk, &luis, c.number, &[&bea()]).unwrap());
    hands_in(&desk, &marta(), &done, GOOD);
    let (by, contact, at) = (luis, c.contact, c.id);
    desk.act(move |w| {
        let root = erase::begin(w, &by, contact)?;
        emptied::lot(w, root, at, None)?;
        erase::finish(w, root)
    });
    let left = desk.look(|look| look.review(done.id)).unwrap();
    assert_eq!((left.conversation, left.comment.as_str()), (None, ""));
    assert_eq!(left.score.map(|it| it.thousandths), Some(1_000));
    assert_eq!(desk.look(|look| look.review(open.id)), None);
    assert!(sees(&desk, &ana, done.id));
    // Nor is it drawn.
    desk.later(Span::days(5));
    assert_eq!(found(&desk, desk.now()), []);
    desk.holds();
}

#[test]
fn pages_are_there_once_it_is_switched_on_and_work_without_a_script() {
    let server = Server::claimed();
    let owner = server.browser_of(&server.owner());
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let agent = server.browser_of(&bea);
    let get = |path: &str| server.get(path, &owner.cookie);
    assert_eq!(get("/reports/quality").status, 404);
    assert!(!get("/reports").body.contains("/reports/quality"));
    let refused = server.post(
        "/settings/quality",
        Some(&owner),
        &[("on", "1"), ("per_agent", "3")],
    );
    assert_eq!(refused.status, 422, "without a scorecard");
    assert_eq!(
        server
            .post("/settings/quality/begin", Some(&owner), &[])
            .status,
        303
    );
    let on = [("on", "1"), ("per_agent", "3")];
    assert_eq!(
        server.post("/settings/quality", Some(&owner), &on).status,
        303
    );
    assert!(get("/reports").body.contains("/reports/quality"));
    for path in [
        "",
        "/mine",
        "/trends",
        "/trends?by=question",
        "/comparisons",
        "?of=all",
        "?of=done",
    ] {
        assert_eq!(
            get(&format!("/reports/quality{path}")).status,
            200,
            "{path}"
        );
    }
    for path in ["", "/mine", "/trends"] {
        assert_eq!(
            server
                .get(&format!("/reports/quality{path}"), &agent.cookie)
                .status,
            200
        );
    }
    assert_eq!(server.get("/settings/quality", &agent.cookie).status, 403);
    let card = server
        .app
        .store
        .look(|look| look.scorecards())
        .unwrap()
        .remove(0);
    assert_eq!(
        (card.questions.len(), card.questions[4].critical),
        (5, true)
    );
    server
        .app
        .store
        .by_hand(|w| {
            let mut business = w.business()?.unwrap_or_default();
            business.set_up_at = Some(w.now() - Span::days(20));
            w.put_business(&business)
        })
        .unwrap();
    let week = get("/reports/week");
    assert_eq!(
        (
            week.status,
            week.body.matches("/reports/week/steps/").count()
        ),
        (200, 5)
    );
    assert!(get("/reports").body.contains("/reports/week"));
    assert_eq!(server.get("/reports/week", &agent.cookie).status, 404);
    let page = get(&format!("/settings/quality/cards/{}", card.id));
    assert!(page.status == 200 && page.body.contains(&card.questions[0].text));
}

#[test]
fn the_owner_looks_back_on_each_week_for_ninety_days() {
    let desk = Desk::new();
    let owner = person(14, Role::Owner);
    let begun = desk.now();
    desk.act(move |w| {
        let mut business = w.business()?.unwrap_or_default();
        business.set_up_at = Some(begun);
        w.put_business(&business)
    });
    let back = |who: &Viewer| desk.look(|look| guide::back(look, who, desk.now()));
    assert_eq!(back(&owner), None, "no week is over yet");
    desk.later(Span::days(5));
    let week = back(&owner).unwrap();
    assert_eq!(
        (week.week.monday.to_string().as_str(), week.done.len()),
        ("2026-11-02", 0)
    );
    assert_eq!(back(&desk.luis), None, "it is the owner's");
    let (by, monday) = (owner.clone(), week.week.monday);
    desk.act(move |w| guide::tick(w, &by, monday, (Step::Waits, true)));
    assert_eq!(back(&owner).unwrap().done, [Step::Waits]);
    let by = desk.luis.clone();
    assert!(
        desk.try_act(move |w| guide::tick(w, &by, monday, (Step::Load, true)))
            .is_err()
    );
    desk.later(Span::days(7));
    assert_eq!(back(&owner).unwrap().done, [], "another week begins anew");
    let by = owner.clone();
    let over = desk.try_act(move |w| guide::tick(w, &by, monday, (Step::Load, true)));
    assert_eq!(over, Err(Error::not_found("week")));
    desk.later(Span::seconds(78 * 86_400 - 1));
    assert!(back(&owner).is_some());
    desk.later(Span::seconds(1));
    assert_eq!(back(&owner), None, "ninety days are over");
    let (by, begun) = (owner.clone(), desk.now() - Span::days(20));
    desk.act(move |w| {
        let mut business = w.business()?.unwrap_or_default();
        business.set_up_at = Some(begun);
        w.put_business(&business)
    });
    assert!(back(&owner).is_some());
    desk.act(move |w| guide::dismiss(w, &by));
    assert_eq!(back(&owner), None);
}
