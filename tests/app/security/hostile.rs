//! What people write is text wherever it is shown, and what they send is bytes that do nothing.

use lobby::domain::agent::Agent;
use lobby::domain::id::{AttachmentId, Id};
use lobby::domain::message::Attachment;
use lobby::domain::team::{Tag, Team};

use crate::security::hidden::Scene;
use crate::security::routes;

/// Ends an attribute, begins an element, and is a template for who expands one.
const SAID: &str = "\"'><img src=x onerror=hit()>{{7*7}}<script>hit()</script>";
/// As they would stand in a page that was taken in.
const TAKEN: [&str; 2] = ["<img src=x", "<script>hit"];

/// Everything there is to name is named so, and every page is looked at.
#[test]
fn names_and_texts_are_shown_and_never_read() {
    let scene = Scene::new();
    let hidden = scene.hide_saying(SAID);
    let (server, inside, team) = (scene.server(), scene.inside.clone(), scene.team);
    let named = server.app.store.by_hand(move |w| {
        w.put_agent(&Agent {
            name: SAID.into(),
            signature: SAID.into(),
            ..inside.clone()
        })?;
        w.put_team(&Team {
            name: SAID.into(),
            ..w.team(team)?.unwrap_or_default()
        })?;
        let tag = Tag {
            id: w.new_id(),
            name: SAID.into(),
            ..Tag::default()
        };
        w.put_tag(&tag)?;
        for mut it in w.channels()? {
            it.name = SAID.into();
            w.put_channel(&it)?;
        }
        let mut business = w.business()?.unwrap_or_default();
        business.name = SAID.into();
        w.put_business(&business)?;
        let mut c = w.conversation_numbered(hidden.number)?.unwrap_or_default();
        c.tags = vec![tag.id];
        w.put_conversation(&c)
    });
    named.unwrap();
    let hidden = scene_number(&scene);
    let who = server.browser_of(&scene.inside);
    let team = scene.team.to_string();
    let (mut looked, mut shown, mut wrong) = (0, 0, Vec::new());
    for route in routes::all().into_iter().filter(|it| it.method == "GET") {
        let path = hidden
            .fill(&route.path)
            .unwrap_or_else(|| route.path.clone())
            .replace("/contacts/{id}", &format!("/contacts/{}", hidden.contact))
            .replace("/teams/{id}", &format!("/teams/{team}"))
            .replace("/list/{kind}/{id}", &format!("/list/team/{team}"))
            .replace("/list/{name}", "/list/all");
        // Files, frames and archives are no pages: others see to what they do.
        let is_page = !path.contains('{')
            && ![
                "/files/",
                "/body",
                "/original",
                "/export",
                "/events",
                "/assets",
            ]
            .iter()
            .any(|it| path.contains(it));
        if !is_page {
            continue;
        }
        let page = server.get(&path, &who.cookie);
        looked += 1;
        shown += usize::from(page.body.contains("onerror=hit()"));
        if TAKEN.iter().any(|it| page.body.contains(it)) || page.body.contains("49&lt;script") {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        looked > 30 && shown > 10,
        "{looked} looked at, {shown} show it"
    );
}

/// The newest one hidden, once more from its number: names above were given after it was made.
fn scene_number(scene: &Scene) -> crate::security::hidden::Hidden {
    scene.hide_saying(SAID)
}

/// What may be inside a file, by its name and what it says it is.
const POLYGLOTS: [(&str, &str, &str); 12] = [
    ("a.svg", "image/svg+xml", "<svg onload=hit()>"),
    ("b.SVG", "Image/SVG+xml", "<svg onload=hit()>"),
    ("c.png", "text/html", "<script>hit()</script>"),
    ("d.html", "text/html;x", "<script>hit()</script>"),
    ("e.xml", "application/xml", "<?xml-stylesheet href=x?>"),
    ("f.pdf", "application/pdf", "%PDF-1.4 /JS (hit())"),
    (
        "g.mht",
        "message/rfc822",
        "Content-Type: text/html\n\n<script>hit()",
    ),
    ("h.swf", "application/x-shockwave-flash", "FWS"),
    ("i.js", "text/javascript", "hit()"),
    ("j.gif", "image/gif", "GIF89a/*=0;hit()*/"),
    ("k", "", "<script>hit()</script>"),
    ("l.xhtml", "application/xhtml+xml", "<script>hit()</script>"),
];

#[test]
fn files_do_nothing_wherever_they_are_opened() {
    let scene = Scene::new();
    let hidden = scene.hide_saying("x");
    let server = scene.server();
    let app = &server.app;
    let mut files = Vec::new();
    let mut kept = Vec::new();
    for (name, kind, bytes) in POLYGLOTS {
        let staged = app.blobs.stage(&mut bytes.as_bytes(), 1_000).unwrap();
        files.push(Attachment {
            id: AttachmentId::from_uuid(uuid::Uuid::new_v4()),
            name: name.into(),
            content_type: kind.into(),
            size: staged.size,
            blob: staged.hash,
            ..Attachment::default()
        });
        kept.push(staged);
    }
    let all = files.clone();
    let put = app.store.by_hand(move |w| {
        let c = w.conversation_numbered(hidden.number)?.unwrap_or_default();
        let mut message = w.message_at(c.id, 0)?.unwrap_or_default();
        message.attachments.clone_from(&all);
        w.put_message(&message)
    });
    put.unwrap();
    let who = server.browser_of(&scene.inside);
    for file in files {
        let path = format!("/c/{}/m/0/files/{}/{}", hidden.number, file.id, file.name);
        let answer = server.get(&path, &who.cookie);
        assert_eq!(answer.status, 200, "{path}");
        let kind = answer.header("content-type").unwrap_or_default();
        let shown = answer.header("content-disposition").unwrap_or_default();
        let is_picture = kind == "image/gif" && file.name == "j.gif";
        assert!(
            kind == "application/octet-stream" || is_picture,
            "{}: {kind}",
            file.name
        );
        assert!(
            shown.starts_with("attachment") || is_picture,
            "{}",
            file.name
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("sandbox") && policy.contains("default-src 'none'"),
            "{}: {policy}",
            file.name
        );
    }
}
