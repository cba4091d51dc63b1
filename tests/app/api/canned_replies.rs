//! Texts to answer with, over the API.

use lobby::domain::actor::Role;
use serde_json::json;

use crate::api::program::Program;

#[test]
fn texts_are_made_changed_brought_in_and_taken_away() {
    let program = Program::new();
    let body = json!({ "name": "Thanks", "text": "Thank you, {{contact.first_name|}}!",
        "variants": [{ "language": "pt-BR", "text": "Obrigado!" }],
        "files": [{ "name": "map.txt", "content_type": "text/plain", "base64": "bWFw" }] });
    let made = program.post(201, "/canned_replies", &body.to_string());
    assert_eq!(made["files"], json!(["map.txt"]));
    assert_eq!(made["team_id"], json!(null));
    let place = format!("/canned_replies/{}", made["id"].as_str().unwrap());
    program.post(422, "/canned_replies", &body.to_string());
    let odd = json!({ "name": "x", "text": "{{agent.password}}" });
    assert!(
        program
            .post(422, "/canned_replies", &odd.to_string())
            .to_string()
            .contains("\"field\":\"text\"")
    );
    let team =
        json!({ "name": "x", "text": "y", "team_id": "01900000-0000-7000-8000-000000000000" });
    program.post(403, "/canned_replies", &team.to_string());
    let now = program.patch(200, &place, &json!({ "text": "Thanks" }).to_string());
    assert_eq!(
        (&now["text"], &now["variants"][0]["text"]),
        (&json!("Thanks"), &json!("Obrigado!"))
    );
    let table = json!({ "csv": "name,text,language\nThanks,Gracias,es\nHours,9 to 5,\n" });
    let done = program.post(200, "/imports/canned_replies", &table.to_string());
    assert_eq!((&done["made"], &done["changed"]), (&json!(1), &json!(1)));
    let all = program.get(200, "/canned_replies");
    assert_eq!(all["data"].as_array().unwrap().len(), 2);
    assert_eq!(program.get(200, &place)["variants"][1]["text"], "Gracias");
    assert_eq!(program.ask("DELETE", &place, &[], "").status, 204);
    program.get(404, &place);
    let weak = Program {
        token: program.server.token(Role::Agent),
        ..program
    };
    weak.get(200, "/canned_replies");
    assert_eq!(
        weak.ask("POST", "/canned_replies", &[], &odd.to_string())
            .status,
        403
    );
    let problems = weak.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}
