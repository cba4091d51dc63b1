//! Texts ready to be handed in, so that nobody begins with an empty page: in four languages, each with what it shows.

use crate::domain::chat::Template;

/// Languages the pack is in, as Meta names them.
pub const LANGUAGES: [&str; 4] = ["en", "es", "pt_BR", "id"];

/// One text: body, button or none, what its variables show.
type Wording = (&'static str, &'static str, &'static [&'static str]);

/// Name and wording in each of [`LANGUAGES`].
const PACK: [(&str, [Wording; 4]); 6] = [
    (
        "answer_waiting",
        [
            (
                "Hello {{1}}, you wrote to us and our answer is ready. May we send it to you here?",
                "See the answer",
                &["Ana"],
            ),
            (
                "Hola {{1}}, usted nos escribió y ya tenemos su respuesta. ¿Se la enviamos por aquí?",
                "Ver respuesta",
                &["Ana"],
            ),
            (
                "Olá {{1}}, você nos escreveu e a nossa resposta está pronta. Podemos enviá-la por aqui?",
                "Ver resposta",
                &["Ana"],
            ),
            (
                "Halo {{1}}, Anda menghubungi kami dan jawabannya sudah siap. Boleh kami kirim di sini?",
                "Lihat jawaban",
                &["Ana"],
            ),
        ],
    ),
    (
        "we_are_open",
        [
            (
                "Hello {{1}}, we are open again and can go on with what you asked us. Shall we?",
                "Yes, go on",
                &["Ana"],
            ),
            (
                "Hola {{1}}, ya abrimos y podemos seguir con lo que nos preguntó. ¿Seguimos?",
                "Sí, sigamos",
                &["Ana"],
            ),
            (
                "Olá {{1}}, já abrimos e podemos continuar com o que você nos perguntou. Continuamos?",
                "Sim, continuar",
                &["Ana"],
            ),
            (
                "Halo {{1}}, kami sudah buka dan bisa melanjutkan pertanyaan Anda. Kita lanjutkan?",
                "Ya, lanjutkan",
                &["Ana"],
            ),
        ],
    ),
    (
        "appointment_reminder",
        [
            (
                "Hello {{1}}, this is a reminder of your appointment on {{2}} at {{3}}. Can you make it?",
                "I will be there",
                &["Ana", "4 May", "10:30"],
            ),
            (
                "Hola {{1}}, le recordamos su cita del {{2}} a las {{3}}. ¿Nos confirma?",
                "Confirmo",
                &["Ana", "4 de mayo", "10:30"],
            ),
            (
                "Olá {{1}}, lembramos a sua consulta em {{2}} às {{3}}. Você confirma?",
                "Confirmo",
                &["Ana", "4 de maio", "10:30"],
            ),
            (
                "Halo {{1}}, kami mengingatkan janji temu Anda pada {{2}} pukul {{3}}. Apakah Anda bisa hadir?",
                "Saya hadir",
                &["Ana", "4 Mei", "10.30"],
            ),
        ],
    ),
    (
        "order_update",
        [
            (
                "Hello {{1}}, there is news of your order {{2}}: {{3}}. Write to us here if you need anything.",
                "",
                &["Ana", "4821", "it left our shop today"],
            ),
            (
                "Hola {{1}}, hay novedades de su pedido {{2}}: {{3}}. Escríbanos por aquí si necesita algo.",
                "",
                &["Ana", "4821", "hoy salió de la tienda"],
            ),
            (
                "Olá {{1}}, há novidades do seu pedido {{2}}: {{3}}. Escreva para nós por aqui se precisar de algo.",
                "",
                &["Ana", "4821", "saiu hoje da nossa loja"],
            ),
            (
                "Halo {{1}}, ada kabar tentang pesanan Anda {{2}}: {{3}}. Tulis kepada kami di sini bila perlu sesuatu.",
                "",
                &["Ana", "4821", "hari ini sudah dikirim"],
            ),
        ],
    ),
    (
        "document_ready",
        [
            (
                "Hello {{1}}, the document you asked for is ready: {{2}}. Shall we send it to you here?",
                "Send it",
                &["Ana", "invoice 300"],
            ),
            (
                "Hola {{1}}, el documento que pidió está listo: {{2}}. ¿Se lo enviamos por aquí?",
                "Envíenlo",
                &["Ana", "factura 300"],
            ),
            (
                "Olá {{1}}, o documento que você pediu está pronto: {{2}}. Podemos enviá-lo por aqui?",
                "Podem enviar",
                &["Ana", "fatura 300"],
            ),
            (
                "Halo {{1}}, dokumen yang Anda minta sudah siap: {{2}}. Boleh kami kirim di sini?",
                "Kirimkan",
                &["Ana", "faktur 300"],
            ),
        ],
    ),
    (
        "payment_reminder",
        [
            (
                "Hello {{1}}, a payment of {{2}} is due on {{3}}. If you have paid already, please let us know here.",
                "I have paid",
                &["Ana", "$ 120", "4 May"],
            ),
            (
                "Hola {{1}}, el {{3}} vence un pago de {{2}}. Si ya lo hizo, por favor avísenos por aquí.",
                "Ya pagué",
                &["Ana", "$ 120.000", "4 de mayo"],
            ),
            (
                "Olá {{1}}, um pagamento de {{2}} vence em {{3}}. Se você já pagou, por favor nos avise por aqui.",
                "Já paguei",
                &["Ana", "R$ 120", "4 de maio"],
            ),
            (
                "Halo {{1}}, pembayaran sebesar {{2}} jatuh tempo pada {{3}}. Bila sudah membayar, mohon beri tahu kami di sini.",
                "Sudah bayar",
                &["Ana", "Rp 120.000", "4 Mei"],
            ),
        ],
    ),
];

/// The texts of the pack in one language; none in a language it is not in.
#[must_use]
pub fn pack(language: &str) -> Vec<Template> {
    let Some(at) = LANGUAGES.iter().position(|it| *it == language) else {
        return Vec::new();
    };
    let text = |(name, wordings): &(&str, [Wording; 4])| {
        let (body, button, examples) = wordings.get(at)?;
        let quick = |it: &str| ("QUICK_REPLY".to_owned(), it.to_owned(), String::new());
        Some(Template {
            name: (*name).to_owned(),
            language: language.to_owned(),
            category: "UTILITY".to_owned(),
            body: (*body).to_owned(),
            buttons: Vec::from_iter((!button.is_empty()).then(|| quick(button))),
            examples: examples.iter().map(|it| (*it).to_owned()).collect(),
            ..Template::default()
        })
    };
    PACK.iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::domain::template::variables;

    #[test]
    fn every_text_is_whole_in_every_language() {
        let all: Vec<Vec<Template>> = LANGUAGES.iter().map(|it| pack(it)).collect();
        for texts in &all {
            assert_eq!(texts.len(), PACK.len());
            for (at, it) in texts.iter().enumerate() {
                let like = &all[0][at];
                assert_eq!(variables(&it.body).len(), it.examples.len(), "{}", it.body);
                assert_eq!(it.examples.len(), like.examples.len(), "{}", it.body);
                assert_eq!(it.asks(), like.asks(), "{}", it.body);
                // Meta refuses a text that begins or ends with a variable.
                assert!(
                    !it.body.starts_with("{{") && !it.body.ends_with("}}"),
                    "{}",
                    it.body
                );
                let button = it.buttons.first().map_or(0, |it| it.1.chars().count());
                assert!(
                    button <= 25 && it.body.chars().count() <= 1_024,
                    "{}",
                    it.body
                );
            }
        }
        assert!(pack("de").is_empty());
    }
}
