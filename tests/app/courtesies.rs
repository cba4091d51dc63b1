//! Courtesies change no state, unless something is owed or was asked.

use lobby::conversations::{needs_answer, promise, read, status};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::message::{Attachment, Message};
use lobby::domain::outbound::Outbound;
use lobby::domain::reason::Reason;
use lobby::domain::time::Span;

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn answered(desk: &Desk, answer: &str) -> (Conversation, Outbound) {
    let c = desk.begins(&Mail::from(CARLA, "Lampara", "¿Tienen la lámpara?"));
    let out = desk.answers_and_sends(&c, answer);
    (desk.again(&c), out)
}

#[test]
fn what_a_courtesy_is_depends_on_what_we_said() {
    let cases: [(&str, &str, bool); 9] = [
        ("Sí, la tenemos.", "Gracias!", true),
        ("Sí, la tenemos.", "👍", true),
        ("Sí, la tenemos.", "Gracias, pero ya no", false),
        ("¿La quiere en rojo?", "ok", false),
        ("Por favor responda con su dirección.", "listo", false),
        ("La tenemos. ¿Algo más?", "no, gracias", true),
        ("La tenemos. ¿Algo más?", "gracias", true),
        ("Sí, la tenemos.", "no, gracias", false),
        ("Sí, la tenemos.", "¿Gracias a quién?", false),
    ];
    for (ours, theirs, is_courtesy) in cases {
        let desk = Desk::new();
        let (c, out) = answered(&desk, ours);
        let (after, message): (Conversation, Message) =
            desk.joins(&Mail::answering(&out, CARLA, theirs));
        assert_eq!(message.courtesy, is_courtesy, "{ours} / {theirs}");
        if is_courtesy {
            assert_eq!(
                (after.status, after.waiting_since),
                (c.status, None),
                "{theirs}"
            );
            assert_eq!(after.unseen_courtesies, 1);
        } else {
            assert_eq!(after.status, Status::Open, "{theirs}");
            assert_eq!(after.waiting_since, Some(desk.now()), "{theirs}");
        }
        desk.holds();
    }
}

#[test]
fn a_question_of_ours_counts_for_three_days() {
    let desk = Desk::new();
    let (_, out) = answered(&desk, "¿La quiere en rojo?");
    desk.later(Span::hours(73));
    assert!(desk.joins(&Mail::answering(&out, CARLA, "ok")).1.courtesy);
    desk.holds();
}

#[test]
fn never_while_we_owe() {
    let desk = Desk::new();
    let (c, out) = answered(&desk, "Sí, la tenemos.");
    let (ana, number, due) = (desk.ana.clone(), c.number, desk.now() + Span::days(1));
    desk.act(move |w| promise::promise(w, &ana, number, due));
    assert!(
        !desk.joins(&Mail::answering(&out, CARLA, "ok")).1.courtesy,
        "a promise"
    );
    assert!(
        !desk
            .joins(&Mail::answering(&out, CARLA, "gracias"))
            .1
            .courtesy,
        "open"
    );
    desk.holds();
}

#[test]
fn resolved_snoozed_and_waiting_stay_what_they_are() {
    for state in ["resolved", "snoozed"] {
        let desk = Desk::new();
        let (c, out) = answered(&desk, "Sí, la tenemos.");
        let (ana, number, until) = (desk.ana.clone(), c.number, desk.now() + Span::days(9));
        let was = desk.act(move |w| match state {
            "resolved" => status::resolve(w, &ana, number),
            _ => status::snooze(w, &ana, number, until),
        });
        let (after, _) = desk.joins(&Mail::answering(&out, CARLA, "Muchas gracias"));
        assert_eq!(after.status, was.status, "{state}");
        desk.holds();
    }
}

#[test]
fn needs_an_answer_counts_from_its_own_time() {
    let desk = Desk::new();
    let (c, out) = answered(&desk, "Sí, la tenemos.");
    let (_, message) = desk.joins(&Mail::answering(&out, CARLA, "Gracias"));
    let said = desk.now();
    desk.later(Span::hours(2));
    let (ana, id) = (desk.ana.clone(), message.id);
    let after = desk.act(move |w| needs_answer::needs_answer(w, &ana, id));
    assert_eq!(
        (after.status, after.waiting_since),
        (Status::Open, Some(said))
    );
    assert_eq!(after.unseen_courtesies, 0);
    let ana = desk.ana.clone();
    assert!(
        desk.try_act(move |w| needs_answer::needs_answer(w, &ana, id))
            .is_err(),
        "once"
    );
    let _ = c;
    desk.holds();
}

#[test]
fn the_assignee_has_seen_it() {
    let desk = Desk::new();
    let (c, out) = answered(&desk, "Sí, la tenemos.");
    desk.joins(&Mail::answering(&out, CARLA, "Gracias"));
    let (me, id) = (desk.ana.agent_id().unwrap(), c.id);
    desk.act(move |w| read::mark_read(w, me, id, 3));
    assert_eq!(desk.again(&c).unseen_courtesies, 0);
    desk.holds();
}

#[test]
fn the_first_mail_of_somebody_is_no_courtesy() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Gracias", "Gracias"));
    assert_eq!(c.status, Status::Open);
    desk.holds();
}

#[test]
fn a_picture_of_the_signature_is_no_file() {
    for inline in [true, false] {
        let desk = Desk::new();
        let (_, out) = answered(&desk, "Sí, la tenemos.");
        let mut mail = Mail::answering(&out, CARLA, "Gracias!");
        mail.input.attachments.push(Attachment {
            name: "logo.png".to_owned(),
            inline,
            ..Attachment::default()
        });
        assert_eq!(desk.joins(&mail).1.courtesy, inline);
        desk.holds();
    }
}

#[test]
fn thanks_in_a_fresh_mail_are_filed_with_the_newest_case() {
    let desk = Desk::new();
    let (c, _) = answered(&desk, "Sí, la tenemos.");
    let (after, message) = desk.joins(&Mail::from(CARLA, "Gracias", "Gracias!"));
    assert_eq!(
        (after.id, after.status, message.courtesy),
        (c.id, c.status, true)
    );
    assert_eq!(message.why, Reason::Courtesy);
    // Unproven, asking more, or after a month they are cases of their own.
    desk.begins(&Mail::from(CARLA, "Thanks", "Gracias!").unproven());
    desk.later(Span::days(31));
    desk.begins(&Mail::from(CARLA, "Thanks again", "Muchas gracias!"));
    let desk = Desk::new();
    desk.begins(&Mail::from(CARLA, "Lampara", "¿Tienen la lámpara?"));
    desk.begins(&Mail::from(CARLA, "Hola", "Gracias!"));
    desk.holds();
}
