//! Every class of attack Lobby answers, by its row, and the tests that hold the answer. A row without a test, and a
//! test that is not there any more, fail. A row about what Lobby does not have yet names the folder in which that would
//! be: once it is there, the row wants a test.

use std::path::Path;

enum Held {
    /// By tests: a file, and a name in it.
    By(&'static [(&'static str, &'static str)]),
    /// Nothing of ours is concerned until this is there; why.
    #[allow(dead_code, reason = "at the moment all that is answered is there")]
    Until(&'static str, &'static str),
}
use Held::{By, Until};

const ROUTES: &str = "tests/app/security/routes.rs";
const LOGIN: &str = "tests/app/security/login.rs";
const LINKS: &str = "tests/app/security/links.rs";
const FORMS: &str = "tests/app/security/forms.rs";
const HIDDEN: &str = "tests/app/security/hidden.rs";
const HOSTILE: &str = "tests/app/security/hostile.rs";
const SETUP: &str = "tests/app/security/setup.rs";
const PROOF: &str = "tests/app/proof.rs";
const HTML: &str = "src/text/html/tests.rs";
const REDUCE: &str = "src/text/html/reduce.rs";
const MAIL: &str = "src/channels/email/tests.rs";
const WIRE: &str = "src/channels/email/wire.rs";
const CARDS: &str = "tests/app/pages/cards.rs";
const NET: &str = "src/net/http.rs";
const GUARD: &str = "src/net/guard.rs";
const THREADS: &str = "tests/peers/threads.py";
const DETECT: &str = "tests/peers/detect.py";

/// How many rows each letter has.
const LETTERS: [(char, usize); 5] = [('A', 10), ('B', 12), ('C', 7), ('D', 15), ('E', 13)];

const ROWS: &[(&str, &str, Held)] = &[
    (
        "A1",
        "script in an HTML mail",
        By(&[
            (HTML, "scripts_and_their_disguises_do_not_survive"),
            (HTML, "cleaning_twice_is_cleaning_once"),
        ]),
    ),
    (
        "A2",
        "markup that changes its meaning",
        By(&[
            (HTML, "markup_that_changes_namespace_is_harmless"),
            (REDUCE, "a_dropped_tag_joins_no_new_one"),
        ]),
    ),
    (
        "A3",
        "script in a name, subject, tag or file name",
        By(&[
            (HOSTILE, "names_and_texts_are_shown_and_never_read"),
            ("tests/tidy.rs", "everything_printed_unescaped_is_listed"),
        ]),
    ),
    (
        "A4",
        "files that are opened",
        By(&[(HOSTILE, "files_do_nothing_wherever_they_are_opened")]),
    ),
    (
        "A5",
        "looks that leave their frame, and images that tell",
        By(&[
            ("src/text/html/style.rs", "keeps_looks_and_drops_tricks"),
            (HTML, "images_wait_until_asked_for"),
        ]),
    ),
    (
        "A6",
        "being led elsewhere after the log-in",
        By(&[
            (LOGIN, "going_on_never_leads_elsewhere"),
            ("src/web/session.rs", "only_a_path_of_our_own_is_gone_on_to"),
        ]),
    ),
    (
        "A7",
        "words of others on error pages",
        By(&[(ROUTES, "no_page_says_more_than_it_should")]),
    ),
    (
        "A8",
        "templates in what people write",
        By(&[(HOSTILE, "names_and_texts_are_shown_and_never_read")]),
    ),
    (
        "A9",
        "sinks in the web chat",
        By(&[(
            "tests/app/channels/webchat.rs",
            "what_is_written_is_never_read_as_markup",
        )]),
    ),
    (
        "A10",
        "formulas in exported tables",
        By(&[
            (
                "src/transfer/csv.rs",
                "nothing_written_is_a_formula_and_all_of_it_is_read_again",
            ),
            (
                "tests/app/api/imports.rs",
                "what_is_taken_out_can_be_brought_in_and_calculates_nothing",
            ),
        ]),
    ),
    (
        "B1",
        "the support address as a mailbox of others",
        By(&[
            (THREADS, "a_stranger_in_a_thread_gains_nothing"),
            (PROOF, "a_token_proves_only_whom_it_was_sent_to"),
        ]),
    ),
    (
        "B2",
        "copies that gain the history",
        By(&[
            (
                PROOF,
                "an_accepted_participant_is_sent_what_comes_after_only",
            ),
            (THREADS, "a_stranger_in_a_thread_gains_nothing"),
        ]),
    ),
    (
        "B3",
        "forged senders",
        By(&[
            (PROOF, "senders_tokens_and_verdicts"),
            (THREADS, "a_forged_sender_is_not_the_contact"),
        ]),
    ),
    (
        "B4",
        "a sender that could be two",
        By(&[
            (WIRE, "a_sender_that_could_be_two_is_unclear"),
            (MAIL, "unclear_and_forged_senders_are_not_believed"),
        ]),
    ),
    (
        "B5",
        "addresses that are read in two ways",
        By(&[(
            "src/text/address.rs",
            "refuses_what_could_mean_two_mailboxes",
        )]),
    ),
    (
        "B6",
        "numbers that are guessed",
        By(&[
            (HIDDEN, "whoever_is_not_of_the_team_gets_what_there_is_not"),
            (
                "src/keys/token.rs",
                "a_reply_token_names_its_conversation_and_cannot_be_guessed",
            ),
        ]),
    ),
    (
        "B7",
        "headers in what people write",
        By(&[(
            "src/channels/email/compose.rs",
            "nothing_written_by_anybody_makes_a_header",
        )]),
    ),
    (
        "B8",
        "headers of ours from outside",
        By(&[("src/channels/email/auth_results.rs", "forged_words_do_not")]),
    ),
    (
        "B9",
        "forged verdicts",
        By(&[
            (
                "src/channels/email/auth_results.rs",
                "our_servers_word_counts",
            ),
            ("src/channels/email/auth_results.rs", "forged_words_do_not"),
        ]),
    ),
    (
        "B10",
        "loops",
        By(&[
            (THREADS, "machines_are_never_answered"),
            (
                "src/channels/email/automatic.rs",
                "programs_give_themselves_away",
            ),
        ]),
    ),
    (
        "B11",
        "floods by our mail",
        By(&[(LINKS, "a_forgotten_password_says_the_same_to_everybody")]),
    ),
    (
        "B12",
        "names that deceive",
        By(&[("src/text/name.rs", "names_of_people_lose_their_tricks")]),
    ),
    (
        "C1",
        "being made to call inside",
        By(&[
            (GUARD, "only_the_public_internet_may_be_called"),
            (NET, "the_inside_is_not_called_however_it_is_spelt"),
            (DETECT, "detection_calls_nothing_inside"),
        ]),
    ),
    (
        "C2",
        "redirects to inside",
        By(&[(NET, "a_long_answer_and_a_redirect_are_refused")]),
    ),
    (
        "C3",
        "names that change between question and call",
        By(&[(NET, "the_inside_is_not_called_however_it_is_spelt")]),
    ),
    (
        "C4",
        "answers that tell what is inside",
        By(&[
            (DETECT, "where_nothing_is_it_says_so"),
            (DETECT, "detection_calls_nothing_inside"),
        ]),
    ),
    (
        "C5",
        "secrets that follow a changed host",
        By(&[(
            "tests/app/security/access.rs",
            "a_mailbox_keeps_its_secrets",
        )]),
    ),
    (
        "C6",
        "connections talked out of encryption",
        By(&[(
            "src/channels/email/scripted/tests.rs",
            "no_password_is_said_before_the_line_is_encrypted",
        )]),
    ),
    (
        "C7",
        "calls to others that anybody could have made",
        By(&[
            (CARDS, "what_is_pressed_is_done_once_and_told"),
            (
                CARDS,
                "a_context_link_is_believed_by_whoever_has_the_secret",
            ),
        ]),
    ),
    (
        "D1",
        "ids of others",
        By(&[
            (HIDDEN, "whoever_is_not_of_the_team_gets_what_there_is_not"),
            (HIDDEN, "its_own_people_are_answered"),
            (ROUTES, "every_route_has_a_row"),
            (ROUTES, "the_api_asks_for_a_token_with_the_right"),
        ]),
    ),
    (
        "D2",
        "side doors",
        By(&[
            (HIDDEN, "what_is_hidden_is_not_named_beside_the_path_either"),
            (
                "src/search/tests.rs",
                "what_one_may_not_see_is_neither_found_nor_counted",
            ),
            (
                "src/app/hub.rs",
                "a_private_team_is_told_to_its_members_only",
            ),
        ]),
    ),
    (
        "D3",
        "files by guess",
        By(&[(HIDDEN, "whoever_is_not_of_the_team_gets_what_there_is_not")]),
    ),
    (
        "D4",
        "fields nobody offered",
        By(&[
            (
                LINKS,
                "an_accepted_invitation_gives_what_it_said_and_no_more",
            ),
            ("tests/peers/api.py", "every_answer_is_as_described"),
        ]),
    ),
    (
        "D5",
        "forms from elsewhere",
        By(&[
            (FORMS, "a_form_from_elsewhere_does_nothing"),
            (FORMS, "logging_in_from_elsewhere_is_refused"),
            (ROUTES, "nothing_is_changed_by_looking"),
        ]),
    ),
    (
        "D6",
        "pages elsewhere that read ours",
        By(&[(ROUTES, "no_page_says_more_than_it_should")]),
    ),
    (
        "D7",
        "sessions that live on",
        By(&[
            (LOGIN, "a_session_begins_under_a_secret_of_its_own"),
            (
                LOGIN,
                "a_session_ends_by_log_out_idleness_age_and_others_hands",
            ),
            (LOGIN, "a_new_role_and_leaving_end_every_session"),
        ]),
    ),
    (
        "D8",
        "pages in frames of others",
        By(&[(ROUTES, "no_page_says_more_than_it_should")]),
    ),
    (
        "D9",
        "guessing passwords, and learning who is there",
        By(&[
            (LOGIN, "who_is_unknown_costs_the_same"),
            (LOGIN, "an_address_nobody_has_is_locked_like_any_other"),
            (LOGIN, "tries_are_counted_whatever_the_headers_say"),
        ]),
    ),
    (
        "D10",
        "links that lead elsewhere",
        By(&[
            (FORMS, "lobby_answers_to_its_own_name_only"),
            (LINKS, "a_reset_works_once_and_not_after_another_change"),
        ]),
    ),
    (
        "D11",
        "tokens that are empty, short or over",
        By(&[
            (LINKS, "a_token_is_read_strictly_and_ends_when_revoked"),
            (
                "src/auth/secret.rs",
                "a_secret_is_read_back_and_nothing_else_is_one",
            ),
        ]),
    ),
    (
        "D12",
        "secrets told by time",
        By(&[(LOGIN, "who_is_unknown_costs_the_same")]),
    ),
    (
        "D13",
        "claiming somebody else's Lobby",
        By(&[
            (SETUP, "of_two_hundred_who_claim_one_is_first"),
            (SETUP, "without_the_link_there_is_nothing_to_claim"),
        ]),
    ),
    (
        "D14",
        "headers that make an administrator",
        By(&[(LOGIN, "tries_are_counted_whatever_the_headers_say")]),
    ),
    (
        "D15",
        "errors that talk",
        By(&[(ROUTES, "no_page_says_more_than_it_should")]),
    ),
    (
        "E1",
        "names that are paths",
        By(&[("src/text/name.rs", "file_names_become_labels")]),
    ),
    (
        "E2",
        "files that are run",
        By(&[(HOSTILE, "files_do_nothing_wherever_they_are_opened")]),
    ),
    (
        "E3",
        "files taken for something else",
        By(&[(HOSTILE, "files_do_nothing_wherever_they_are_opened")]),
    ),
    (
        "E4",
        "bombs",
        By(&[("src/store/blobs.rs", "too_large_leaves_nothing")]),
    ),
    (
        "E5",
        "mail bombs",
        By(&[
            (MAIL, "what_breaks_a_cap_is_text_or_refused"),
            (MAIL, "damaged_mails_do_not_panic"),
            (WIRE, "caps_hold"),
        ]),
    ),
    (
        "E6",
        "HTML bombs",
        By(&[
            (HTML, "slow_shapes_take_the_capped_path"),
            (REDUCE, "every_cap_holds"),
        ]),
    ),
    (
        "E7",
        "patterns that take for ever",
        By(&[("src/text/quote.rs", "long_texts_are_split_in_one_pass")]),
    ),
    (
        "E8",
        "nesting that ends the stack",
        By(&[
            ("src/text/markdown.rs", "deep_nesting_is_shown_as_written"),
            (HTML, "slow_shapes_take_the_capped_path"),
        ]),
    ),
    (
        "E9",
        "slow and large requests",
        By(&[
            ("tests/app/security/slow.rs", "a_body_that_trickles_is_cut"),
            ("tests/peers/api.py", "every_answer_is_as_described"),
        ]),
    ),
    (
        "E10",
        "floods of frames",
        By(&[(
            "tests/peers/https.py",
            "empty_frames_without_end_cost_no_memory",
        )]),
    ),
    (
        "E11",
        "a store filled by strangers",
        By(&[("tests/app/channels/webchat.rs", "a_flood_is_slowed")]),
    ),
    (
        "E12",
        "secrets in the log",
        By(&[(
            "src/auth/secret.rs",
            "a_secret_is_read_back_and_nothing_else_is_one",
        )]),
    ),
    (
        "E13",
        "secrets on the disk",
        By(&[
            (
                "src/keys/mod.rs",
                "a_sealed_secret_opens_for_its_owner_only",
            ),
            ("src/keys/mod.rs", "keys_are_made_once_and_private"),
        ]),
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a file has a test of this name.
fn has_test(file: &str, name: &str) -> bool {
    let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    if file.ends_with(".py") {
        let head = format!("def {name}(");
        return lines
            .windows(2)
            .any(|it| it[0] == "@scenario" && it[1].starts_with(&head));
    }
    let heads = [format!("fn {name}("), format!("async fn {name}(")];
    let is_test = |line: &&str| line.starts_with("#[") && line.ends_with("test]");
    // Further attributes may stand between.
    let attributes = |at: usize| {
        lines[..at]
            .iter()
            .rev()
            .take_while(|it| it.starts_with("#["))
    };
    lines.iter().enumerate().any(|(at, line)| {
        let named = heads.iter().any(|it| line.starts_with(it.as_str()));
        named && attributes(at).any(&is_test)
    })
}

#[test]
fn every_row_has_a_test() {
    let mut wrong = Vec::new();
    for (letter, n) in LETTERS {
        for at in 1..=n {
            let row = format!("{letter}{at}");
            if ROWS.iter().filter(|it| it.0 == row).count() != 1 {
                wrong.push(format!("{row} stands once in the table"));
            }
        }
    }
    for (row, about, held) in ROWS {
        match held {
            By([]) => wrong.push(format!("{row} ({about}) has no test")),
            By(tests) => wrong.extend(
                tests
                    .iter()
                    .filter(|it| !has_test(it.0, it.1))
                    .map(|it| format!("{row} ({about}): no test {} in {}", it.1, it.0)),
            ),
            Until(place, why) if root().join(place).exists() => wrong.push(format!(
                "{row} ({about}) waits for a test since {place} is there; it said: {why}"
            )),
            Until(..) => {}
        }
    }
    assert_eq!(ROWS.len(), LETTERS.iter().map(|it| it.1).sum::<usize>());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(!has_test(ROUTES, "read"), "a function is no test");
    assert!(!has_test("nowhere.rs", "nothing"));
}
